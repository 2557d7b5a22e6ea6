import { addVersion } from "../../../main/desktop/update/versions.ts";

/** `add-version.ts PROGRAM ARCHIVE VERSION`: a process of its own, which a test kills. */
const [program = "", archive = "", version = ""] = process.argv.slice(2);
process.stdout.write("begun\n");
await addVersion(program, archive, version, "0.1.0", () => true);
process.stdout.write("done\n");
