import type { CatalogProblem, CatalogPut, CatalogRead } from "../admin/catalog.ts";
import type { Provisioned } from "../admin/provision.ts";
import type { Language } from "../contract/catalog.ts";
import { nameIn } from "../contract/catalog.ts";
import { formatEvent } from "../contract/event.ts";
import { unreachable } from "../contract/result.ts";
import type { PublishOutcome } from "../publisher/publish.ts";
import { commandWordsIn } from "../words/command/index.ts";

/** The result of a command: a text for people, JSON for programs, and an exit code (see `run`). */
export interface Report {
  readonly code: 0 | 1 | 2 | 3 | 4 | 5 | 6;
  readonly text: string;
  readonly json: unknown;
}

/** The report of `alrimi provision`. */
export function reportProvision(language: Language, done: readonly Provisioned[]): Report {
  const { provisioned } = commandWordsIn(language);
  const lines = done.map((each) => {
    const what = "stream" in each ? each.stream : each.consumer;
    if (each.kind !== "updated") return provisioned[each.kind](what);
    const changes = each.changes.map(
      ({ field, from, to }) => `${field} ${JSON.stringify(from)} → ${JSON.stringify(to)}`,
    );
    return provisioned.updated(what, changes.join(", "));
  });
  const streams = done.filter((each) => "stream" in each);
  const consumers = done.filter((each) => "consumer" in each);
  return { code: 0, text: lines.join("\n"), json: { ok: true, streams, consumers } };
}

/** The report of `alrimi catalog put`. */
export function reportPut(language: Language, put: CatalogPut): Report {
  const words = commandWordsIn(language);
  if (put.kind === "stored") {
    const services = put.catalog.length;
    return {
      code: 0,
      text: words.stored(services),
      json: { ok: true, kind: "stored", services, revision: put.revision },
    };
  }
  const hint = put.problems.some(({ reason }) => reason === "origin-not-allowed")
    ? `\n${words.originHint}`
    : "";
  return {
    code: 1,
    text: words.catalogRefused(list(put.problems)) + hint,
    json: { ok: false, reason: "refused", problems: plain(put.problems) },
  };
}

/** The report of `alrimi catalog show`. */
export function reportCatalog(language: Language, read: CatalogRead): Report {
  const words = commandWordsIn(language);
  switch (read.kind) {
    case "none":
      return { code: 0, text: words.noCatalog, json: { ok: true, services: null } };
    case "unreadable":
      return {
        code: 1,
        text: words.unreadable(read.problem.detail),
        json: { ok: false, reason: read.problem.reason, message: read.problem.detail },
      };
    case "read": {
      const lines = read.catalog.map(
        (service) => `${service.id}\t${nameIn(language, service)}\t${service.url ?? words.noLink}`,
      );
      const leftOut = read.problems.length > 0 ? [words.leftOut(list(read.problems))] : [];
      return {
        code: 0,
        text: [...lines, ...leftOut].join("\n"),
        json: { ok: true, services: read.catalog, leftOut: plain(read.problems), revision: read.revision },
      };
    }
    default:
      return unreachable(read);
  }
}

/** The report of `alrimi publish`. */
export function reportPublish(language: Language, outcome: PublishOutcome): Report {
  const words = commandWordsIn(language);
  if (outcome.outcome === "refused") {
    const { reason, detail } = outcome;
    return {
      code: 1,
      text: words.refused(reason, detail),
      json: { ok: false, outcome: "refused", reason, message: detail },
    };
  }
  const { event } = outcome;
  const { count, user, service } = event;
  const place = words.place(event.epoch, event.sequence);
  const wire: unknown = JSON.parse(formatEvent(event)); // JSON cannot hold its bigint sequence
  switch (outcome.outcome) {
    case "kept":
      return {
        code: 0,
        text:
          outcome.reason === "duplicate"
            ? words.duplicate(place)
            : words.published(count, user, service, place),
        json: { ok: true, outcome: "kept", reason: outcome.reason, event: wire },
      };
    case "older": {
      const { reason, newest } = outcome;
      const than = words.place(newest.epoch, newest.sequence);
      const wentBack = reason === "sequence-went-back";
      return {
        code: wentBack ? 5 : 0,
        text: wentBack ? words.wentBack(place, than) : words.alreadyNewer(than),
        json: {
          ok: !wentBack,
          ...{ outcome: "older", reason, event: wire },
          newest: { epoch: newest.epoch, sequence: newest.sequence.toString() },
        },
      };
    }
    case "stored":
      return {
        code: 0,
        text: words.storedOnly(count, user, service, place),
        json: { ok: true, outcome: "stored", event: wire },
      };
    default:
      return unreachable(outcome);
  }
}

function list(problems: readonly CatalogProblem[]): string {
  return problems.map(({ reason, detail }) => `  ${reason}: ${detail}`).join("\n");
}

function plain(problems: readonly CatalogProblem[]): readonly object[] {
  return problems.map(({ reason, detail }) => ({ reason, detail }));
}
