import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nkeys } from "nats";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { CredentialsKind } from "../../main/admin/kit/plan.ts";
import type { Trial } from "../../main/admin/trial/trial.ts";
import { directGet } from "../../main/nats/jetstream.ts";
import { connectTo, ME, OTHER_SERVICE, SERVICE, trialOn } from "../admin/kit/ways.ts";
import { publishPy, python, type Told, WRITERS } from "./python.ts";

const app = { role: "app", id: ME } as const;
const writer = { role: "writer", id: SERVICE } as const;
const other = { role: "writer", id: OTHER_SERVICE } as const;

let folder: string;
let trial: Trial | undefined;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "alrimi-writer-credentials-"));
});
afterEach(() => trial?.stop());
afterAll(() => rm(folder, { recursive: true, force: true }));

test.each<[CredentialsKind, string, string]>([
  ["jwt", "--creds", "creds"],
  ["nkey", "--nkey", "nk"],
])(
  "python writer - with the %s file that the kit made it logs in over TLS, and writes",
  async (credentials, option, ending) => {
    trial = await trialOn(join(folder, credentials), {
      nodes: 3,
      credentials,
      holders: [app, writer, other],
    });
    const { kit, servers, caFile = "" } = trial;
    const common = ["--tls-ca", caFile, "--user", ME, "--service", SERVICE, "--deadline", "30"];
    const publish = (who: string, ...args: string[]): Promise<Told> =>
      publishPy([...common, option, join(kit, "users", `writer-${who}.${ending}`), ...args], {
        ALRIMI_SERVERS: servers.join(","),
        ALRIMI_USERNAME: "whom the file goes before",
      });
    expect(await publish(SERVICE, "--count", "3", "--sequence", "17")).toEqual({
      code: 0,
      out: "stored (epoch 0, sequence 17)\n",
      err: "",
    });
    const connection = await connectTo(trial, app);
    const read = async () =>
      new TextDecoder().decode(
        (await directGet(connection, "APPROVALS", `approvals.hong%2Egd.${SERVICE}`))?.data,
      );
    await expect.poll(read).toContain('"count":3');
    await connection.close();

    expect(await publish(OTHER_SERVICE, "--count", "4")).toMatchObject({ code: 4 }); // may not write for this service
    const stranger = nkeys.createUser();
    const strange = join(folder, `stranger.${ending}`);
    const file = await readFile(join(kit, "users", `writer-${SERVICE}.${ending}`), "utf8");
    await writeFile(strange, file.replace(/SU[A-Z2-7]{56}/, new TextDecoder().decode(stranger.getSeed())));
    expect(await publish(SERVICE, option, strange, "--count", "4")).toMatchObject({
      code: 4,
      err: expect.stringContaining("Authorization Violation"),
    });
  },
);

test("python writer - a signature and a public key are what our own client makes of the same seed", async () => {
  const pairs = Array.from({ length: 20 }, () => nkeys.createUser());
  const script = [
    "import sys, credentials",
    "for seed in sys.argv[1:]:",
    "    key = credentials.decode_seed(seed, 'argument')",
    "    print(credentials.public_nkey(key), credentials.login('a.b.c', key, 'nonce')['sig'])",
  ].join("\n");
  const seeds = pairs.map((pair) => new TextDecoder().decode(pair.getSeed()));
  const told = await python(["-c", script, ...seeds], { PYTHONPATH: WRITERS });
  const expected = pairs.map((pair) => {
    const signature = Buffer.from(pair.sign(new TextEncoder().encode("nonce"))).toString("base64url");
    return `${pair.getPublicKey()} ${signature}\n`;
  });
  expect(told).toEqual({ code: 0, out: expected.join(""), err: "" });
});

/** RFC 8032, section 7.1, TEST 1 and TEST 3. */
test.each([
  [
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
    "",
    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
  ],
  [
    "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
    "af82",
    "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
    "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
  ],
])("python writer - of seed %s the signature is that of RFC 8032", async (seed, message, key, signature) => {
  const script = [
    "import sys, ed25519",
    "seed, message = map(bytes.fromhex, sys.argv[1:])",
    "print(ed25519.public_key(seed).hex(), ed25519.sign(seed, message).hex())",
  ].join("\n");
  const told = await python(["-c", script, seed, message], { PYTHONPATH: WRITERS });
  expect(told).toEqual({ code: 0, out: `${key} ${signature}\n`, err: "" });
});

test("python writer - a credentials file that is missing, damaged or none is told by its name, before anything is sent", async () => {
  trial = await trialOn(join(folder, "files"), { holders: [writer] });
  const seed = new TextDecoder().decode(nkeys.createUser().getSeed());
  const damaged = `${seed.slice(0, 20)}${seed[20] === "A" ? "B" : "A"}${seed.slice(21)}`;
  const account = new TextDecoder().decode(nkeys.createAccount().getSeed());
  for (const [name, content] of [
    ["none", "not a seed\n"],
    ["damaged", damaged],
    ["account", account],
    ["missing", undefined],
  ] as const) {
    const file = join(folder, name);
    if (content !== undefined) await writeFile(file, content);
    for (const option of ["--creds", "--nkey"]) {
      const args = [option, file, "--user", ME, "--service", SERVICE, "--count", "1", "--deadline", "5"];
      expect(
        await publishPy(["--server", trial.servers[0] ?? "", ...args]),
        `${option} ${name}`,
      ).toMatchObject({
        code: 1,
        err: expect.stringContaining(file),
      });
    }
  }
});
