/** Collects what is asked for at the same time, and asks for it at once. `ask` answers in the order of what was asked. */
export function together<Q, A>(ask: (questions: readonly Q[]) => Promise<readonly A[]>): (question: Q) => Promise<A> {
  let waiting: { readonly question: Q; readonly answered: PromiseWithResolvers<A> }[] = [];
  const flush = () => {
    const now = waiting;
    waiting = [];
    ask(now.map(({ question }) => question)).then(
      (answers) => now.forEach(({ answered }, index) => answered.resolve(answers[index]!)),
      (error: unknown) => now.forEach(({ answered }) => answered.reject(error)),
    );
  };
  return (question) => {
    const answered = Promise.withResolvers<A>();
    if (waiting.push({ question, answered }) === 1) setImmediate(flush);
    return answered.promise;
  };
}
