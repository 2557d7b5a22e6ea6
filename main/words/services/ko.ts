import type { Delivery } from "../../contract/catalog.ts";
import type { SnoozeChoice } from "../../core/attention/pause.ts";
import { digits } from "../digits.ts";

/** The services in the settings: how each is told, and until when it is put off. */
export const servicesKo = {
  serviceCount: (count: number) => (count === 0 ? "대기 없음" : `결재 대기 ${digits("ko", count)}건`),
  serviceNotices: (service: string) => `${service} 알림`,
  deliveries: { now: "바로", batched: "모아서", urgent: "급한 것만", off: "끄기" } satisfies Record<
    Delivery,
    string
  >,
  deliveryHint: (delivery: Delivery, times: readonly string[]): string =>
    ({
      now: "오는 대로 알림",
      batched: `${times.join(", ")}에 모아서 알림`,
      urgent: "기한이 가깝거나 지난 것만 알림",
      off: "알림 꺼짐",
    })[delivery],
  batchTimesHint:
    "‘모아서’로 정한 서비스의 새 결재를 이 시각에 한 번에 알립니다. 기한이 가까운 것은 기다리지 않습니다.",
  addTime: "시각 추가",
  removeTime: (time: string) => `${time} 지우기`,
  serviceSnoozed: (until: string) => `${until}까지 미룸`,
  snoozeLabel: (service: string) => `${service} 미루기`,
  snooze: "미루기…",
  snoozeChoices: {
    "half-hour": "30분",
    hour: "1시간",
    "three-hours": "3시간",
    afternoon: "오늘 17:00까지",
    tomorrow: "다음 근무일 아침까지",
  } satisfies Record<SnoozeChoice, string>,
  snoozeUntil: "날짜와 시각…",
  snoozeDate: "날짜",
  snoozeTime: "시각",
  snoozeButton: "이때 다시 알림",
  snoozeHint: "지금부터 1년 안의 날짜와 시각을 고르세요. 시각은 09:00처럼 적습니다.",
  endSnooze: "미루기 해제",
  noServices: "등록된 서비스가 없습니다",
  noServicesHint: "관리자가 서비스 목록을 등록하면 여기에 나타납니다.",
};

export type ServicesWords = typeof servicesKo;
