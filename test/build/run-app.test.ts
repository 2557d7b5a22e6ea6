import { expect, test } from "vitest";
import { withAbsolutePaths } from "../../build/run-app.ts";

test("npm run app - relative paths are those of the folder in which it is typed", () => {
  expect(
    withAbsolutePaths(["--policy-file=policy.json", "--user-data-dir=/data", "--lang=ko"], "/home/hong"),
  ).toEqual(["--policy-file=/home/hong/policy.json", "--user-data-dir=/data", "--lang=ko"]);
  expect(withAbsolutePaths(["--policy-file="], "/home/hong")).toEqual(["--policy-file="]); // a fault to be told
});
