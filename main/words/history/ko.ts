import type {
  DeadlineStage,
  Decision,
  DigestOccasion,
  HeldPart,
  Part,
  SilentReason,
} from "../../core/attention/decision.ts";
import type { TestFault } from "../../core/fleet.ts";
import type { Updated } from "../../core/update.ts";
import { digits } from "../digits.ts";
import { asTarget } from "../particles.ts";

type Versions = Pick<Updated, "from" | "to">;
type WithdrawReason = Extract<Decision, { kind: "withdraw" }>["reason"];

/** "Why was I (not) told?" in words. */
export const historyKo = {
  filter: "서비스",
  filterAll: "모든 서비스",
  empty: "아직 기록이 없습니다",
  emptyHint: "새 결재가 오면 알렸는지, 알리지 않았다면 왜인지 여기에 남습니다.",
  emptyFiltered: "이 서비스의 기록이 없습니다",
  today: "오늘",
  yesterday: "어제",

  /** A service and its count, as part of a list. */
  item: (service: string, count: number) => `${service} ${digits("ko", count)}건`,
  notice: (item: string) => `${item}을 알렸습니다`,
  noticeWhy: (rise: number) => `새로 ${digits("ko", rise)}건이 왔습니다.`,
  digest: (items: readonly string[]) => `${items.join(", ")}을 한 번에 알렸습니다`,
  digestOfOne: (item: string) => `${item}을 알렸습니다`,
  digestWhy: {
    news: "잇달아 온 결재를 한 번에 알렸습니다.",
    batch: "정한 시각에 모아서 알렸습니다.",
    "while-away": "PC가 꺼져 있었거나 연결이 끊긴 동안 온 결재입니다.",
    "while-paused": "알림을 꺼 둔 동안 온 결재입니다.",
    "while-quiet": "방해 금지 시간에 모아 둔 결재입니다.",
    "while-presenting": "발표하거나 집중하는 동안 모아 둔 결재입니다.",
    "while-locked": "화면이 잠긴 동안 모아 둔 결재입니다.",
    "while-off": "근무 시간이 아닐 때 온 결재입니다.",
    reminder: "아직 대기 중이어서 다시 알렸습니다.",
    deadline: "기한이 다가왔거나 지났습니다.",
    morning: "아침 요약입니다.",
    leaving: "퇴근 전 요약입니다.",
    together: "새 결재와 다시 알릴 결재를 한 번에 알렸습니다.",
  } satisfies Record<DigestOccasion, string>,
  /** One of the parts of a notice. */
  part: (part: Part["part"], count: number): string =>
    ({
      overview: `대기 ${digits("ko", count)}건`,
      deadline: `기한 ${digits("ko", count)}건`,
      reminder: `다시 알림 ${digits("ko", count)}건`,
      news: `새 결재 ${digits("ko", count)}건`,
    })[part],
  partsWhy: (parts: readonly string[]) => `${parts.join(", ")}을 한 번에 알렸습니다.`,
  held: (service: string, held: HeldPart) =>
    ({ deadline: `${service}: 기한을 알리지 않음`, reminder: `${service}: 다시 알리지 않음` })[held],
  deadline: (item: string) => `${item}의 기한을 알렸습니다`,
  /** @property due undefined if the service only counts what is late */
  deadlineWhy: (stage: DeadlineStage, due: string | undefined) => {
    const deadline = due === undefined ? "기한" : `기한(${due})`;
    return {
      day: `${deadline}까지 하루가 남지 않았습니다.`,
      hours: `${deadline}까지 2시간이 남지 않았습니다.`,
      overdue: `${deadline}이 지났습니다.`,
    }[stage];
  },
  hint: "잠금 화면에 새 결재가 있다고만 알렸습니다",
  hintWhy: "화면이 잠겨 있어 서비스 이름과 건수는 숨겼습니다.",
  withdraw: (service: string) => `${service} 알림을 지웠습니다`,
  withdrawWhy: {
    "nothing-waits": "대기 중인 결재가 없습니다.",
    removed: "관리자가 서비스를 목록에서 뺐습니다.",
  } satisfies Record<WithdrawReason, string>,
  withdrawAll: "화면에 있던 알림을 지웠습니다",
  withdrawAllWhy: "화면이 잠겨 서비스 이름과 건수를 숨겼습니다. 잠금을 풀면 다시 알립니다.",
  withdrawHint: "잠금 화면의 알림을 지웠습니다",
  withdrawHintWhy: "화면 잠금이 풀렸습니다.",
  silent: (service: string) => `${service}: 알리지 않음`,
  silentWhy: {
    paused: "알림을 꺼 두어 모아 두었습니다.",
    "quiet-hours": "방해 금지 시간이라 모아 두었습니다.",
    presenting: "발표하거나 집중하는 중이라 모아 두었습니다.",
    locked: "화면이 잠겨 있어 모아 두었습니다.",
    "off-hours": "근무 시간이 아니어서 모아 두었습니다.",
    muted: "알림을 끈 서비스입니다.",
    batched: "모아서 알리는 서비스입니다. 정한 시각에 알립니다.",
    "not-urgent": "급한 것만 알리는 서비스입니다.",
    snoozed: "미뤄 둔 서비스입니다. 때가 되면 다시 알립니다.",
    "catching-up": "밀린 결재를 모두 읽은 뒤 한 번에 알리려고 기다렸습니다.",
    collecting: "잇달아 오는 결재와 함께 알리려고 잠시 기다렸습니다.",
    "nothing-new": "이미 알린 건수와 같습니다.",
    "fell-back": "건수가 줄었을 뿐 새로 온 결재는 없습니다.",
    seen: "이미 화면에서 보셨습니다.",
    "told-lately": "최근 한 시간 안에 알렸거나 보신 내용과 같아 요약을 보내지 않았습니다.",
  } satisfies Record<SilentReason, string>,
  updated: ({ from, to }: Versions) => `${from}에서 ${asTarget(to)} 업데이트되었습니다`,
  updatedWhy: "새 버전이 설치되어 알림이가 다시 시작했습니다.",
  downgraded: ({ from, to }: Versions) => `${from}에서 ${asTarget(to)} 되돌아갔습니다`,
  downgradedWhy: "이전 버전이 설치되어 알림이가 다시 시작했습니다.",
  tested: "관리자가 보낸 테스트 알림을 표시했습니다",
  testedWhy: "관리자가 이 PC에 알림이 뜨는지 확인했습니다.",
  notTested: "관리자가 보낸 테스트 알림을 표시하지 못했습니다",
  notTestedWhy: {
    locked: "화면이 잠겨 있었습니다.",
    presenting: "발표하거나 집중하는 중이었습니다.",
    "no-server": "이 데스크톱에는 알림을 표시하는 프로그램이 없습니다.",
    refused: "데스크톱이 알림을 거부했습니다.",
    blocked: "시스템 설정에서 알림이 꺼져 있습니다.",
    "no-answer": "데스크톱이 응답하지 않았습니다.",
  } satisfies Record<TestFault, string>,
  quietHours: (from: string, to: string) => `방해 금지 시간(${from}–${to})이라 모아 두었습니다.`,
};

export type HistoryWords = typeof historyKo;
