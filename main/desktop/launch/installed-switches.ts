/** Switches of Chromium and Node that let other programs into the app, or take protection away. */
const DEVELOPER_SWITCHES: ReadonlySet<string> = new Set([
  "allow-running-insecure-content",
  "browser-subprocess-path",
  "disable-site-isolation-trials",
  "disable-web-security",
  "gpu-launcher",
  "ignore-certificate-errors",
  "ignore-certificate-errors-spki-list",
  "in-process-gpu",
  "inspect",
  "inspect-brk",
  "inspect-brk-node",
  "inspect-port",
  "inspect-publish-uid",
  "js-flags",
  "load-extension",
  "no-zygote",
  "remote-allow-origins",
  "remote-debugging-address",
  "remote-debugging-pipe",
  "remote-debugging-port",
  "renderer-cmd-prefix",
  "single-process",
  "utility-cmd-prefix",
]);

/**
 * The developers' switches among arguments, by name. A package refuses to start with one: a program that may start the
 * app must not read through it what the app knows. Chromium takes one hyphen or two, and on Windows a slash, in any case.
 */
export function developerSwitches(args: readonly string[]): readonly string[] {
  const names = args.map((arg) => /^(?:--?|\/)([^=]+)/.exec(arg)?.[1]?.toLowerCase() ?? "");
  return [...new Set(names.filter((name) => DEVELOPER_SWITCHES.has(name)))];
}
