import { defined } from "../../contract/defined.ts";
import { STREAMS } from "../../contract/streams.ts";
import {
  encodeAccount,
  encodeOperator,
  encodeUser,
  fmtCreds,
  newScopedSigner,
  scopedUserJwt,
} from "../../nats/jwt.ts";
import { nativePair } from "../../nats/native-pair.ts";
import {
  createAccount,
  createOperator as createOperatorKey,
  createUser,
  publicOf,
  seedOf,
} from "../../nats/nkeys.ts";
import { NAME_TEMPLATE, permissionsOf, ROLES, type Role } from "../../nats/permissions.ts";
import {
  ACCOUNT_OF,
  ACCOUNTS,
  type BrokerAccount,
  type ByAccount,
  MQTT_FILE_BYTES,
  OFFERS,
} from "./accounts.ts";
import { indent } from "./conf.ts";
import { type BrokerPlan, hasMqtt, type Issued } from "./plan.ts";

/** Public keys of the accounts. */
export type AccountKeys = ByAccount<string> & { readonly SYS: string };

/** The stored seeds. The servers trust everything that they sign. */
export interface OperatorSeeds {
  /** Signs the accounts; needed for revocations. */
  readonly operator: string;
  /** Signs the system user. */
  readonly system: string;
  /** Per role the scoped signing key. Users that it signs have exactly that role's permissions. */
  readonly roles: Readonly<Record<Role, string>>;
  /** Signs the logins of enrolled apps, on `alrimi server`. Its users have the permissions of the role `app`. */
  readonly enrolment: string | undefined;
}

/** The accounts are limited by permissions only. -1 is unlimited, and 0 is none: leaf nodes are not allowed. */
const UNLIMITED = {
  subs: -1,
  data: -1,
  payload: -1,
  imports: -1,
  exports: -1,
  wildcards: true,
  conn: -1,
  leaf: 0,
};

/**
 * Makes new keys. The accounts' own seeds are discarded, because each could sign a user with any permission. They are
 * not needed: the roles' keys sign users, and the operator signs accounts.
 */
export async function createOperator(): Promise<{
  readonly seeds: OperatorSeeds;
  readonly accounts: AccountKeys;
  /** The operator's JWT; public. */
  readonly operator: string;
}> {
  const operator = seedOf(createOperatorKey());
  const system = createAccount();
  return {
    operator: await encodeOperator("Alrimi", operator, { system_account: system.getPublicKey() }),
    seeds: {
      operator,
      system: seedOf(system),
      roles: byRole(() => seedOf(createAccount())),
      enrolment: undefined,
    },
    accounts: {
      SYS: system.getPublicKey(),
      ALRIMI: createAccount().getPublicKey(),
      APPS: createAccount().getPublicKey(),
      WRITERS: createAccount().getPublicKey(),
    },
  };
}

/** The `.creds` text of a user for monitoring (`nats server list`, lame duck, …). It cannot read events. */
export async function systemCreds(seeds: OperatorSeeds): Promise<Uint8Array> {
  const user = createUser();
  return fmtCreds(await encodeUser("system", user, seeds.system), user);
}

/**
 * Makes a `.creds` file. Its JWT has the token as its name, from which the scoped key's template forms the
 * permissions. A token holds no character with a meaning in subjects. For MQTT it is the JWT alone, which nats-server
 * takes as a password: MQTT has no challenge to sign.
 * @param user `token`: the subject token (encoded id); `expiresAt`: seconds since the Unix epoch
 */
export async function userCreds(
  { role, token, expiresAt }: Pick<Issued, "role" | "token" | "expiresAt">,
  accounts: AccountKeys,
  roleSeed: string,
): Promise<{ readonly publicKey: string; readonly creds: Uint8Array }> {
  const user = nativePair(createUser());
  const account = accounts[ACCOUNT_OF[role]];
  if (account === undefined) throw new TypeError(`the kit has no account for ${role}`);
  const jwt = await scopedUserJwt({ token, user, account, expiresAt }, roleSeed);
  const creds = role === "mqtt" ? new TextEncoder().encode(`${jwt}\n`) : fmtCreds(jwt, user);
  return { publicKey: user.getPublicKey(), creds };
}

/**
 * The lines of a server's configuration: the trusted operator, and the accounts with revocations. It holds no secret.
 */
export async function operatorBlock(given: JwtPlan, seeds: OperatorSeeds): Promise<string[]> {
  const accounts = hasMqtt(given) ? given.accounts : { ...given.accounts, MQTT: undefined };
  const plan = { ...given, accounts };
  const preload = [
    `${accounts.SYS}: ${await encodeAccount("SYS", accounts.SYS, { limits: UNLIMITED }, { signer: seeds.operator })}`,
  ];
  for (const account of ACCOUNTS) {
    const key = accounts[account];
    if (key === undefined) continue;
    const jwt = await encodeAccount(account, key, claimsOf(account, plan, seeds), { signer: seeds.operator });
    preload.push(`# ${account}`, `${key}: ${jwt}`);
  }
  return [
    `operator: ${plan.operator}`,
    `system_account: ${accounts.SYS}`,
    "# The accounts are in this file, so no other service is needed. A revocation changes one line. Reload after it.",
    "resolver: MEMORY",
    "resolver_preload: {",
    ...indent(preload),
    "}",
  ];
}

/** The part of a plan that is used for the accounts. */
export interface JwtPlan extends Pick<BrokerPlan, "servers" | "issued" | "maxFileBytes"> {
  readonly operator: string;
  readonly accounts: AccountKeys;
}

type Claims = NonNullable<Parameters<typeof encodeAccount>[2]>;

function claimsOf(
  account: BrokerAccount,
  { accounts, issued, maxFileBytes }: JwtPlan,
  seeds: OperatorSeeds,
): Claims {
  const roles = ROLES.filter((role) => ACCOUNT_OF[role] === account);
  const revoked = issued.flatMap(({ role, publicKey, revokedAt }): [string, number][] =>
    revokedAt !== undefined && ACCOUNT_OF[role] === account ? [[publicKey, revokedAt]] : [],
  );
  const signing_keys = roles.map((role) => newScopedSigner(publicOf(seeds.roles[role]), role, scopeOf(role)));
  if (account === ACCOUNT_OF.app && seeds.enrolment !== undefined)
    signing_keys.push(newScopedSigner(publicOf(seeds.enrolment), "enrolment", scopeOf("app")));
  const offers = OFFERS.map((offer, index) => ({ ...offer, name: `offer-${index}` }));
  return {
    signing_keys,
    revocations: Object.fromEntries(revoked),
    limits: { ...UNLIMITED, ...storageOf(account, maxFileBytes) },
    exports: offers.flatMap(({ name, kind, subject, from, hasManyAnswers }) =>
      from === account ? [{ name, type: kind, subject, ...responseOf(kind, hasManyAnswers === true) }] : [],
    ),
    imports: offers.flatMap(({ name, kind, subject, from, to, as }) => {
      const exporter = accounts[from];
      return to.includes(account) && exporter !== undefined
        ? [{ name, type: kind, subject, account: exporter, ...defined({ local_subject: as }) }]
        : [];
    }),
  };
}

function storageOf(account: BrokerAccount, maxFileBytes: number) {
  const limited = { mem_storage: 0, consumer: -1 };
  // One more for the readers.
  if (account === "ALRIMI") return { ...limited, disk_storage: maxFileBytes, streams: STREAMS.length + 1 };
  // nats-server makes these streams. How many depends on its version.
  return account === "MQTT" ? { ...limited, disk_storage: MQTT_FILE_BYTES, streams: -1 } : {};
}

function responseOf(
  kind: "service" | "stream",
  isMany: boolean,
): { readonly response_type?: "Singleton" | "Stream" } {
  return kind === "service" ? { response_type: isMany ? "Stream" : "Singleton" } : {};
}

/** The permissions of every user that the role's key signs. */
function scopeOf(role: Role): Parameters<typeof newScopedSigner>[2] {
  const { publish, subscribe } = permissionsOf(role, NAME_TEMPLATE);
  return {
    pub: { allow: [...publish] },
    sub: { allow: [...subscribe] },
    ...(role === "mqtt"
      ? { allowed_connection_types: ["MQTT"], bearer_token: true }
      : { allowed_connection_types: ["STANDARD"] }),
  };
}

function byRole<T>(make: (role: Role) => T): Readonly<Record<Role, T>> {
  return {
    administrator: make("administrator"),
    keeper: make("keeper"),
    writer: make("writer"),
    mqtt: make("mqtt"),
    app: make("app"),
    portal: make("portal"),
    hr: make("hr"),
    reader: make("reader"),
  };
}
