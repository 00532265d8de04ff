/** Work that was begun: what is in hand when we are told to stop is finished first. */
export type InHand = {
  /** Begins work, or refuses it (false) once we are stopping. A failure is the work's own to tell: it must not reject. */
  take: (work: () => Promise<void>) => boolean;
  /** Takes no more, and resolves when all is done or after `grace` milliseconds. */
  finish: (grace: number) => Promise<void>;
};

/** Keeps count of work in hand. */
export function workInHand(): InHand {
  const begun = new Set<Promise<void>>();
  let stopping = false;
  return {
    take: (work) => {
      if (stopping) return false;
      const done = work().finally(() => begun.delete(done));
      begun.add(done);
      return true;
    },
    finish: async (grace) => {
      stopping = true;
      await Promise.race([Promise.allSettled(begun), new Promise((resolve) => setTimeout(resolve, grace).unref())]);
    },
  };
}

/** Tells whether an id comes for the first time: platforms send an event again where they are not sure that it came. */
export function firstTime(most = 2_000): (id: string) => boolean {
  const seen = new Set<string>();
  return (id) => {
    if (seen.has(id)) return false;
    seen.add(id);
    if (seen.size > most) for (const oldest of seen) return seen.delete(oldest);
    return true;
  };
}

/** What a promise gives if it does so within some milliseconds, else null; the promise itself goes on. */
export async function inTime<Value>(ms: number, promise: Promise<Value>): Promise<Value | null> {
  const late = Promise.withResolvers<null>();
  const timer = setTimeout(() => late.resolve(null), ms);
  try {
    return await Promise.race([promise, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
