// A deed of a form: what went wrong is said beside it, and it is not done twice at once.
import { useState } from 'preact/hooks';
import { wordsOf } from './api';
import { wasCalledOff } from './passkeys';
import { sentence } from './words';

export function useDeed(first = '') {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(first);
  const run = async (deed: () => Promise<void>) => {
    setBusy(true);
    setProblem('');
    try {
      await deed();
    } catch (error) {
      if (!wasCalledOff(error)) setProblem(sentence(wordsOf(error)));
    }
    setBusy(false);
  };
  return { busy, problem, run, setProblem };
}
