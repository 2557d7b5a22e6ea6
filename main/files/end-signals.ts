/** The signals that end a program in order: Ctrl-C, a logout or a service manager, a terminal that closes. */
export const END_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
