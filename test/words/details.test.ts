import { expect, test } from "vitest";
import { fileDetail } from "../../main/words/file/index.ts";
import { describeKitProblem } from "../../main/words/kit/index.ts";

test("details - a known one is put in words, and the system's own stays", () => {
  expect(fileDetail("en", "folder")).toBe("it is a folder, not a file");
  expect(fileDetail("ko", "ENOENT")).toBe("ENOENT");
  expect(fileDetail("ko", "toString")).toBe("toString");
});

test("details - what is wrong with a broker.json is told in the person's language", () => {
  const problem = { reason: "bad-plan", about: "broker.json" } as const;
  expect(describeKitProblem("ko", { ...problem, detail: "same-name" })).toBe(
    "broker.json을(를) 해석할 수 없습니다: 이름이 같은 서버가 두 대 있습니다.",
  );
  expect(describeKitProblem("en", { ...problem, detail: "folder" })).toBe(
    "broker.json cannot be understood: it is a folder, not a file.",
  );
});
