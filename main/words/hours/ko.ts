/** Working hours, days off and quiet hours in the settings. */
export const hoursKo = {
  workingDaysHint: (days: number): string =>
    days === 0
      ? "선택한 요일이 없어 다시 알림과 요약이 오지 않습니다."
      : "근무하는 요일입니다. 다시 알림과 요약도 이 요일에 옵니다.",
  workingHoursHint: "다시 알림과 요약을 받는 시간입니다.",
  lunchHint: (isOn: boolean): string =>
    isOn ? "이 시간에는 다시 알리지 않고, 끝난 뒤에 알립니다." : "점심시간에도 다시 알립니다.",
  quietHint: (span: { readonly from: string; readonly to: string } | null, isOvernight: boolean) =>
    span === null
      ? "밤에도 바로 알립니다."
      : `${span.from}부터 ${isOvernight ? "다음 날 " : ""}${span.to}까지는 모아 두었다가 끝나면 한 번에 알립니다.`,
  onlyHoursHint: (isOn: boolean): string =>
    isOn
      ? "근무일의 근무 시간이 아니면 모아 두었다가 다음 근무 시간에 한 번에 알립니다."
      : "밤이나 쉬는 날에도 오는 대로 알립니다.",
  urgentHint: (isOn: boolean): string =>
    isOn
      ? "기한이 2시간 안에 끝나거나 지난 것은 근무 시간이 아니어도 알립니다."
      : "급한 것도 다음 근무 시간에 알립니다.",
  holidaysHint: (days: number): string =>
    days === 0 ? "추가한 날은 근무일에서 제외합니다." : `앞으로 쉬는 날이 ${days}일 있습니다.`,
  quietDaysHint: "고른 요일에 시작하는 방해 금지 시간만 적용합니다.",
  holidayAdd: "추가",
  holidayDate: "쉬는 날 날짜",
  holidayRemove: (date: string) => `${date} 지우기`,
  holidaysOfKorea: (years: string) => `한국 공휴일 추가 (${years})`,
  spanFrom: "시작",
  spanTo: "끝",
};

export type HoursWords = typeof hoursKo;
