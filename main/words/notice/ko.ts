import type { DeadlineStage, DigestOccasion } from "../../core/attention/attention.ts";
import { digits } from "../digits.ts";

/** Notifications: of one service, digests, deadlines, and the hint on a locked screen. */
export const noticeKo = {
  title: (service: string) => service,
  body: (count: number, rise: number) =>
    count === rise
      ? `결재 대기 ${digits("ko", count)}건이 있습니다`
      : `결재 대기 ${digits("ko", count)}건 (새로 ${digits("ko", rise)}건)`,
  digestTitle: (occasion: DigestOccasion, total: number) => {
    const waiting = `결재 대기 ${digits("ko", total)}건`;
    return {
      news: `새 결재 ${digits("ko", total)}건`,
      "while-away": `연결되지 않은 동안 새 결재 ${digits("ko", total)}건`,
      "while-paused": `알림이 꺼진 동안 새 결재 ${digits("ko", total)}건`,
      "while-quiet": `방해 금지 시간에 새 결재 ${digits("ko", total)}건`,
      "while-presenting": `발표하는 동안 새 결재 ${digits("ko", total)}건`,
      "while-locked": `화면이 잠긴 동안 새 결재 ${digits("ko", total)}건`,
      reminder: `아직 ${waiting}이 있습니다`,
      deadline: `기한이 가까운 ${waiting}`,
      morning: `오늘 ${waiting}`,
      leaving: `퇴근 전 ${waiting}`,
      together: `${waiting}이 있습니다`,
    }[occasion];
  },
  digestRow: (service: string, count: number) => `${service} ${digits("ko", count)}`,
  digestMore: (services: number) => `외 ${services}개 서비스`,
  deadlineTitle: (service: string, stage: DeadlineStage) =>
    ({ day: `${service}: 기한이 하루 안에 끝납니다`, hours: `${service}: 기한이 2시간 안에 끝납니다` })[
      stage
    ],
  /** The deadline of one approval, or the earliest of several. */
  due: (count: number, time: string) => (count > 1 ? `가장 빠른 기한 ${time}` : `${time}까지`),
  deadlineBody: (count: number, due: string) => `결재 대기 ${digits("ko", count)}건, ${due}`,
  hint: "새 결재가 있습니다. 화면 잠금을 풀면 보여 드립니다.",
  open: "열기",
  later: "1시간 뒤 다시 알림",
  testTitle: "알림이 시험 알림",
  testBody: "관리자가 이 PC에 알림이 뜨는지 확인하려고 보냈습니다. 하실 일은 없습니다.",
  overflowTitle: "알림이가 실행 중입니다",
  overflowHint:
    "Windows는 새 아이콘을 작업 표시줄의 ∧ 버튼 뒤에 숨깁니다. ∧를 누르고 알림이 아이콘을 작업 표시줄로 끌어 놓으면 건수가 늘 보입니다.",
};

export type NoticeWords = typeof noticeKo;
