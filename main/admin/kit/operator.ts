import { encodeAccount, encodeOperator, encodeUser, fmtCreds, newScopedSigner } from "@nats-io/jwt";
import { defined } from "../../contract/defined.ts";
import {
  createAccount,
  createOperator as createOperatorKey,
  createUser,
  publicOf,
  seedOf,
} from "../../nats/nkeys.ts";
import { NAME_TEMPLATE, permissionsOf, ROLES, type Role } from "../../nats/permissions.ts";
import { ACCOUNT_OF, ACCOUNTS, type BrokerAccount, OFFERS } from "./accounts.ts";
import { indent } from "./conf.ts";
import type { BrokerPlan, Issued } from "./plan.ts";

/** Public keys of the accounts. */
export type AccountKeys = Readonly<Record<BrokerAccount | "SYS", string>>;

/** The seeds that are kept: what they sign, the servers believe. */
export interface OperatorSeeds {
  /** Signs the accounts; needed for revocations. */
  readonly operator: string;
  /** Signs the system user. */
  readonly system: string;
  /** Per role, the scoped signing key: whatever it signs has that role's permissions and no other. */
  readonly roles: Readonly<Record<Role, string>>;
}

/** Everything goes: what limits the accounts is their permissions. A 0 would mean none. */
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
 * New keys. The accounts' own seeds are thrown away: with one, somebody could sign a user with any permission, and
 * nothing needs them, since users are signed by the roles' keys and accounts by the operator.
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

/** A user for monitoring (`nats server list`, lame duck, …): it sees the servers, not the events. */
export async function systemCreds(seeds: OperatorSeeds): Promise<Uint8Array> {
  const user = createUser();
  return fmtCreds(await encodeUser("system", user, seeds.system), user);
}

/**
 * A `.creds` file. Its JWT has the token as its name, and the scoped key's template makes the permissions of it: no
 * character that means something in a subject is left in a token.
 * @param token the subject token, encoded
 * @param expiresAt seconds since the Unix epoch
 */
export async function userCreds(
  { role, token, expiresAt }: Pick<Issued, "role" | "token" | "expiresAt">,
  accounts: AccountKeys,
  roleSeed: string,
): Promise<{ readonly publicKey: string; readonly creds: Uint8Array }> {
  const user = createUser();
  const jwt = await encodeUser(
    token,
    user,
    accounts[ACCOUNT_OF[role]],
    {},
    { signer: roleSeed, scopedUser: true, ...defined({ exp: expiresAt }) },
  );
  return { publicKey: user.getPublicKey(), creds: fmtCreds(jwt, user) };
}

/** The servers' part: whom they trust, and the accounts with their revocations. No secret is in it. */
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
    "# The accounts stand in this file: no other service is needed. A revocation changes one line; then reload.",
    "resolver: MEMORY",
    "resolver_preload: {",
    ...indent(preload),
    "}",
  ];
}

/** What of a plan goes into the accounts. */
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
      limits: { ...UNLIMITED, mem_storage: 0, disk_storage: maxFileBytes, streams: 2, consumer: -1 },
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

/** What the role's key gives to every user that it signs. */
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
