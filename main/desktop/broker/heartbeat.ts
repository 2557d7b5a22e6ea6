import { heartbeatPatience } from "../../contract/heartbeat.ts";
import type { Clock } from "../clock.ts";

export interface HeartbeatPorts {
  /** Milliseconds between two heartbeats. */
  readonly interval: number;
  readonly clock: Pick<Clock, "now">;
  readonly after: (delay: number, callback: () => void) => () => void;
  /** Told when it is missing, and again (`isStill`) each time that it has been waited for in vain once more. */
  readonly onMissing: (isStill: boolean) => void;
}

/** Listens for the broker's heartbeat. */
export interface Heartbeat {
  /** Once it was missing, no server is believed until it is heard, not even another one. */
  readonly isMissing: boolean;
  /** A connection stands over which it has to come: it is waited for from now on. */
  wait(): void;
  /** There is no connection, or one over which it may never come. */
  pause(): void;
  /** It is missed no more, though it was not heard: nobody sends it. */
  forget(): void;
  /** @returns whether it was missing until now */
  heard(): boolean;
}

export function listenForHeartbeat({ interval, clock, after, onMissing }: HeartbeatPorts): Heartbeat {
  const patience = heartbeatPatience(interval);
  let isMissing = false;
  let cancel = (): void => {};

  function wait(): void {
    cancel();
    const due = clock.now() + patience;
    cancel = after(patience, () => {
      // Much too late: the PC slept, and nothing could be heard.
      const slept = clock.now() > due + interval;
      wait();
      if (slept) return;
      const isStill = isMissing;
      isMissing = true;
      onMissing(isStill);
    });
  }

  return {
    get isMissing() {
      return isMissing;
    },
    wait,
    pause: () => cancel(),
    forget() {
      isMissing = false;
    },
    heard() {
      const wasMissing = isMissing;
      isMissing = false;
      wait();
      return wasMissing;
    },
  };
}
