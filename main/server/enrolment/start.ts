import { canonicalId } from "../../contract/subject.ts";
import { BrokerError } from "../../nats/broker-error.ts";
import type { AlrimiServer } from "../server.ts";
import { type EnrolmentPart, readEnrolmentFile } from "./config.ts";
import type { Enrolment } from "./enrolment.ts";

/** The enrolment of a running server. @throws {Error} (rejects) that names the file, if it cannot be read */
export async function enrolmentOf(
  part: EnrolmentPart,
  server: Pick<AlrimiServer, "answers" | "isDirectoryRead" | "personOf">,
): Promise<Enrolment> {
  const file = readEnrolmentFile(part.file);
  const { Enrolment } = await import("./enrolment.ts");
  return new Enrolment(file, part, {
    answers() {
      // Without the directory anybody would be known.
      if (!server.isDirectoryRead) throw new BrokerError("closed", "the people directory is not read yet");
      return server.answers();
    },
    personOf(user) {
      const id = canonicalId(user);
      const person = id.ok ? server.personOf(id.value) : id;
      return person.ok ? person.value : undefined;
    },
    now: Date.now,
  });
}
