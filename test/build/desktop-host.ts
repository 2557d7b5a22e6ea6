// Starts a desktop and is killed on the spot; the test looks at what is left.
import { writeSync } from "node:fs";
import { startVirtualDesktop } from "../../build/virtual-desktop.ts";

const desktop = await startVirtualDesktop({ keyring: true });
writeSync(1, `${desktop.env["XDG_RUNTIME_DIR"]}\n`);
process.kill(process.pid, process.argv[2] ?? "SIGKILL");
setInterval(() => {}, 1_000); // alive until the signal is delivered
