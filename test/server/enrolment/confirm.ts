/** The fields of the form on a page. */
export function fieldsOf(page: string): Record<string, string> {
  const fields = [...page.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name = "", value = ""]) => [
    name,
    value.replace(/&#(\d+);/g, (_all, code) => String.fromCharCode(Number(code))),
  ]);
  const { answer: _, ...rest } = Object.fromEntries(fields);
  return rest;
}
