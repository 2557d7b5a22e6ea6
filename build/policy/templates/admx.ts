import type { Language } from "../../../main/contract/catalog.ts";
import { type Xml, xml, xmlDocument } from "../../xml.ts";
import { CATEGORIES, GROUP_POLICIES, type GroupPolicy } from "./group-policies.ts";
import { EDITOR_TEXTS } from "./texts.ts";

/** The definitions of the group policy editor, without texts: `alrimi.admx`. */

const NAMESPACES = {
  revision: "1.0",
  schemaVersion: "1.0",
  xmlns: "http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions",
};
const textOf = (id: string): string => `$(string.${id})`;

export function admx(): string {
  return xmlDocument(
    xml("policyDefinitions", NAMESPACES, [
      xml("policyNamespaces", {}, [
        xml("target", { prefix: "alrimi", namespace: "Alrimi.Policies.Alrimi" }),
        xml("using", { prefix: "windows", namespace: "Microsoft.Policies.Windows" }),
      ]),
      xml("resources", { minRequiredRevision: "1.0" }),
      xml("supportedOn", {}, [
        xml("definitions", {}, [xml("definition", { name: "Supported", displayName: textOf("Supported") })]),
      ]),
      xml("categories", {}, [
        xml("category", { name: "Alrimi", displayName: textOf("Alrimi") }),
        ...CATEGORIES.map((name) =>
          xml("category", { name, displayName: textOf(name) }, [xml("parentCategory", { ref: "Alrimi" })]),
        ),
      ]),
      xml("policies", {}, GROUP_POLICIES.map(definition)),
    ]),
  );
}

function definition(policy: GroupPolicy): Xml {
  const { id, category, key, valueName, form } = policy;
  const isSwitch = form.kind === "switch";
  return xml(
    "policy",
    {
      name: id,
      class: "Both",
      displayName: textOf(id),
      explainText: textOf(`${id}_explain`),
      key,
      ...(isSwitch ? { valueName } : { presentation: `$(presentation.${id})` }),
    },
    [
      xml("parentCategory", { ref: category }),
      xml("supportedOn", { ref: "Supported" }),
      ...(isSwitch
        ? [
            xml("enabledValue", {}, [xml("decimal", { value: "1" })]),
            xml("disabledValue", {}, [xml("decimal", { value: "0" })]),
          ]
        : [xml("elements", {}, [element(policy)])]),
    ],
  );
}

function element({ id, valueName, form }: GroupPolicy): Xml {
  const common = { id: `${id}_value`, valueName, required: "true" };
  switch (form.kind) {
    case "choice":
      return xml(
        "enum",
        common,
        form.values.map((value) =>
          xml("item", { displayName: textOf(`${id}_${value}`) }, [
            xml("value", {}, [xml("string", {}, value)]),
          ]),
        ),
      );
    case "lines":
      return xml("multiText", { ...common, maxLength: "4096", maxStrings: "1000" });
    default:
      return xml("text", { ...common, maxLength: "4096" });
  }
}

/** The texts of the group policy editor in one language: `alrimi.adml`. */
export function adml(language: Language): string {
  const text = (id: string, words: string): Xml => xml("string", { id }, words);
  const categories = CATEGORIES.map((name) => text(name, EDITOR_TEXTS[name][language]));
  const texts = GROUP_POLICIES.flatMap(({ id, label, explain, form }) => [
    text(id, label[language]),
    text(`${id}_explain`, explain[language]),
    ...(form.kind === "choice" ? form.values.map((value) => text(`${id}_${value}`, value)) : []),
  ]);
  return xmlDocument(
    xml("policyDefinitionResources", NAMESPACES, [
      xml("displayName", {}, EDITOR_TEXTS.name[language]),
      xml("description", {}, EDITOR_TEXTS.readme[language]),
      xml("resources", {}, [
        xml("stringTable", {}, [
          text("Alrimi", EDITOR_TEXTS.name[language]),
          text("Supported", EDITOR_TEXTS.supported[language]),
          ...categories,
          ...texts,
        ]),
        xml(
          "presentationTable",
          {},
          GROUP_POLICIES.flatMap((each) => presentation(each, language)),
        ),
      ]),
    ]),
  );
}

function presentation({ id, label, form }: GroupPolicy, language: Language): Xml[] {
  const refId = `${id}_value`;
  const words = label[language];
  switch (form.kind) {
    case "switch":
      return [];
    case "choice":
      return [xml("presentation", { id }, [xml("dropdownList", { refId, noSort: "true" }, words)])];
    case "lines":
      return [
        xml("presentation", { id }, [
          xml("text", {}, words),
          xml("multiTextBox", { refId, defaultHeight: "5" }),
        ]),
      ];
    case "text":
      return [xml("presentation", { id }, [xml("textBox", { refId }, [xml("label", {}, words)])])];
  }
}
