import type { DeadlineStage, DigestOccasion } from "../../core/attention/decision.ts";
import { digits } from "../digits.ts";

/** @property fresh how many of the waiting ones are new */
interface Totals {
  readonly waiting: number;
  readonly fresh: number;
}

/** Notifications: of one service, digests, deadlines, and the hint on a locked screen. */
export const noticeKo = {
  title: (service: string) => service,
  body: (count: number, rise: number) =>
    rise === 0 || count === rise
      ? `결재 대기 ${digits("ko", count)}건이 있습니다`
      : `결재 대기 ${digits("ko", count)}건 (새로 ${digits("ko", rise)}건)`,
  /** Title and rows count the same: what waits in the rows, and how many of them are new. */
  digestTitle: (occasion: DigestOccasion, { waiting, fresh }: Totals) => {
    const count = digits("ko", waiting);
    const all = fresh === 0 ? `결재 대기 ${count}건` : `결재 대기 ${count}건 · 새로 ${digits("ko", fresh)}건`;
    const came = fresh === waiting ? `새 결재 ${count}건` : all;
    return {
      news: came,
      batch: `모아 둔 ${came}`,
      "while-away": `연결되지 않은 동안 ${came}`,
      "while-paused": `알림이 꺼진 동안 ${came}`,
      "while-quiet": `방해 금지 시간에 ${came}`,
      "while-presenting": `발표하는 동안 ${came}`,
      "while-locked": `화면이 잠긴 동안 ${came}`,
      "while-off": `근무 시간이 아닐 때 ${came}`,
      reminder: `아직 ${all}`,
      deadline: `기한이 지났거나 가까운 ${all}`,
      morning: `오늘 ${all}`,
      leaving: `퇴근 전 ${all}`,
      together: came,
    }[occasion];
  },
  digestRow: (service: string, count: number, rise: number) =>
    `${service} ${digits("ko", count)}${rise === 0 ? "" : ` (새로 ${digits("ko", rise)})`}`,
  digestMore: (services: number) => `외 ${services}개 서비스`,
  deadlineTitle: (service: string, stage: DeadlineStage) =>
    ({
      day: `${service}: 기한이 하루 안에 끝납니다`,
      hours: `${service}: 기한이 2시간 안에 끝납니다`,
      overdue: `${service}: 기한이 지났습니다`,
    })[stage],
  deadlineBody: (count: number, due: string) => `결재 대기 ${digits("ko", count)}건, ${due}`,
  hint: "새 결재가 있습니다. 화면 잠금을 풀면 보여 드립니다.",
  open: "열기",
  later: "1시간 뒤 다시 알림",
  tomorrow: "다음 근무일 아침에",
  outageTitle: "결재 건수를 받지 못하고 있습니다",
  outageLost: "15분 넘게 서버에 연결되지 않았습니다. 자동으로 다시 연결합니다.",
  outageLate: "15분 넘게 새 건수가 반영되지 않고 있습니다.",
  testTitle: "알림이 테스트 알림",
  testBody: "관리자가 이 PC에 알림이 뜨는지 확인하려고 보냈습니다. 따로 하실 일은 없습니다.",
  overflowTitle: "알림이가 실행 중입니다",
  overflowHint:
    "Windows에서는 새 아이콘이 작업 표시줄의 ∧ 안에 숨어 있습니다. ∧를 누르고 알림이 아이콘을 작업 표시줄로 끌어다 놓으면 건수가 항상 보입니다.",
};

export type NoticeWords = typeof noticeKo;
