import { expect, test } from "vitest";
import { parseRegQuery } from "../../../../main/desktop/system/windows/windows-registry.ts";

const KEY = "HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Themes\\Personalize";

test("registry - the value is what stands behind its name and type", () => {
  const output = `\r\n${KEY}\r\n    SystemUsesLightTheme    REG_DWORD    0x1\r\n\r\n`;
  expect(parseRegQuery(output, "SystemUsesLightTheme")).toEqual({ type: "REG_DWORD", data: "0x1" });
  expect(parseRegQuery(output, "systemuseslighttheme")).toEqual({ type: "REG_DWORD", data: "0x1" });
  expect(parseRegQuery(output, "AppsUseLightTheme")).toBeUndefined();
});

test("registry - a value with spaces is whole, one without data is empty, other lines are passed over", () => {
  expect(parseRegQuery("    a.b    REG_SZ    one two\r\n", "a.b")).toEqual({
    type: "REG_SZ",
    data: "one two",
  });
  expect(parseRegQuery("    a.b    REG_BINARY    \r\n", "a.b")).toEqual({ type: "REG_BINARY", data: "" });
  expect(parseRegQuery("오류: 지정된 레지스트리 키 또는 값을 찾을 수 없습니다.\r\n", "a.b")).toBeUndefined();
});
