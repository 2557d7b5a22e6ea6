import type { Section } from "./fields.ts";
import { type SettingsInput, wordsOf } from "./input.ts";

/** Shows what a diagnostics file holds before it is saved. */
export function supportPage(input: SettingsInput): Section[] {
  const { support } = wordsOf(input);
  return [
    {
      title: support.contents,
      items: [
        {
          kind: "facts",
          rows: [
            { label: support.holds, values: support.held },
            { label: support.leavesOut, values: support.leftOut },
          ],
        },
      ],
    },
    { items: [{ kind: "diagnostics", hint: support.hint, button: support.button }] },
  ];
}
