import { encodeAccount, encodeOperator, encodeUser, fmtCreds, newScopedSigner } from "@nats-io/jwt";
import { defined } from "../../contract/defined.ts";
import { STREAMS } from "../../contract/streams.ts";
import { nativePair } from "../../nats/native-pair.ts";
import {
  createAccount,
  createOperator as createOperatorKey,
  createUser,
  pairOf,
  publicOf,
  seedOf,
} from "../../nats/nkeys.ts";
import { NAME_TEMPLATE, permissionsOf, ROLES, type Role } from "../../nats/permissions.ts";
import { ACCOUNT_OF, ACCOUNTS, type BrokerAccount, OFFERS } from "./accounts.ts";
import { indent } from "./conf.ts";
import type { BrokerPlan, Issued } from "./plan.ts";

/** Public keys of the accounts. */
export type AccountKeys = Readonly<Record<BrokerAccount | "SYS", string>>;

/** The stored seeds. The servers trust everything that they sign. */
export interface OperatorSeeds {
  /** Signs the accounts; needed for revocations. */
  readonly operator: string;
  /** Signs the system user. */
  readonly system: string;
  /** Per role the scoped signing key. Users that it signs have exactly that role's permissions. */
  readonly roles: Readonly<Record<Role, string>>;
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
 * permissions. A token holds no character with a meaning in subjects.
 * @param user `token`: the subject token (encoded id); `expiresAt`: seconds since the Unix epoch
 */
export async function userCreds(
  { role, token, expiresAt }: Pick<Issued, "role" | "token" | "expiresAt">,
  accounts: AccountKeys,
  roleSeed: string,
): Promise<{ readonly publicKey: string; readonly creds: Uint8Array }> {
  const user = nativePair(createUser());
  const jwt = await encodeUser(
    token,
    user,
    accounts[ACCOUNT_OF[role]],
    {},
    { signer: nativePair(pairOf(roleSeed)), scopedUser: true, ...defined({ exp: expiresAt }) },
  );
  return { publicKey: user.getPublicKey(), creds: fmtCreds(jwt, user) };
}

/**
 * The lines of a server's configuration: the trusted operator, and the accounts with revocations. It holds no secret.
 */
export async function operatorBlock(plan: JwtPlan, seeds: OperatorSeeds): Promise<string[]> {
  const { accounts } = plan;
  const preload = [
    `${accounts.SYS}: ${await encodeAccount("SYS", accounts.SYS, { limits: UNLIMITED }, { signer: seeds.operator })}`,
  ];
  for (const account of ACCOUNTS) {
    const jwt = await encodeAccount(account, accounts[account], claimsOf(account, plan, seeds), {
      signer: seeds.operator,
    });
    preload.push(`# ${account}`, `${accounts[account]}: ${jwt}`);
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
export interface JwtPlan extends Pick<BrokerPlan, "issued" | "maxFileBytes"> {
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
  const common = { signing_keys, revocations: Object.fromEntries(revoked) };
  if (account === "ALRIMI") {
    return {
      ...common,
      limits: {
        ...UNLIMITED,
        mem_storage: 0,
        disk_storage: maxFileBytes,
        streams: STREAMS.length,
        consumer: -1,
      },
      exports: OFFERS.map(({ kind, subject }, index) => ({
        name: `offer-${index}`,
        type: kind,
        subject,
        ...one(kind),
      })),
    };
  }
  return {
    ...common,
    limits: { ...UNLIMITED },
    imports: OFFERS.flatMap(({ kind, subject, to, as }, index) =>
      to.includes(account)
        ? [
            {
              name: `offer-${index}`,
              type: kind,
              subject,
              account: accounts.ALRIMI,
              ...defined({ local_subject: as }),
            },
          ]
        : [],
    ),
  };
}

function one(kind: "service" | "stream"): { readonly response_type?: "Singleton" } {
  return kind === "service" ? { response_type: "Singleton" } : {};
}

/** The permissions of every user that the role's key signs. */
function scopeOf(role: Role): Parameters<typeof newScopedSigner>[2] {
  const { publish, subscribe } = permissionsOf(role, NAME_TEMPLATE);
  return {
    pub: { allow: [...publish] },
    sub: { allow: [...subscribe] },
    allowed_connection_types: ["STANDARD"],
  };
}

function byRole<T>(make: (role: Role) => T): Readonly<Record<Role, T>> {
  return { administrator: make("administrator"), writer: make("writer"), app: make("app") };
}
