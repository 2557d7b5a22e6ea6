/** The signals that end a program: Ctrl-C, a logout or a service manager, a closing terminal. */
export const END_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
