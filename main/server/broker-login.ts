import * as v from "valibot";
import { text } from "./config-values.ts";

/** A login of the broker, in the configuration of `alrimi server`. */
export const BrokerLoginSchema = v.union(
  [
    v.strictObject({ credsFile: text }),
    v.strictObject({ nkeyFile: text }),
    v.strictObject({ username: text, password: text }),
  ],
  'it must be {"credsFile": …}, {"nkeyFile": …} or {"username": …, "password": …}',
);
type BrokerLogin = v.InferOutput<typeof BrokerLoginSchema>;

/** The same with absolute paths. @param at makes a path of the configuration absolute */
export function brokerLogin(
  login: BrokerLogin,
  at: (path: string | undefined) => string | undefined,
): BrokerLogin {
  if ("credsFile" in login) return { credsFile: at(login.credsFile) ?? login.credsFile };
  return "nkeyFile" in login ? { nkeyFile: at(login.nkeyFile) ?? login.nkeyFile } : login;
}
