import log from "electron-log/node.js";

/** One line a call; to the log file and to standard error. */
export interface Log {
  info(text: string): void;
  warn(text: string): void;
  error(text: string): void;
}

/** Bytes of the log file before it is rotated to one `.old` file: at most twice this on disk. */
const MAX_LOG_BYTES = 1024 * 1024;

/** @param file path of the log file; its folder is made when it is missing */
export function openLog(file: string): Log {
  log.transports.file.resolvePathFn = () => file;
  log.transports.file.maxSize = MAX_LOG_BYTES;
  log.transports.file.format = "{iso} {level} {text}";
  log.transports.console.format = "{iso} {level} {text}";
  log.transports.console.writeFn = ({ message }) => {
    process.stderr.write(`${message.data.map(String).join(" ")}\n`);
  };
  return log;
}
