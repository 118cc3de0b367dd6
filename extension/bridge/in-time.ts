/** What `work` becomes, or `late` where that takes longer than `ms`. The work goes on all the same. */
export const inTime = <Value>(work: Promise<Value>, ms: number, late: Value): Promise<Value> =>
  Promise.race([work, new Promise<Value>((resolve) => { setTimeout(resolve, ms, late); })]);
