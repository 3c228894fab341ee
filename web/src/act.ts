// What the candidate did or saw, told to the server; one place, so that every button answers alike.
import { post, wordsOf } from './api';
import { refresh } from './documents';
import { say } from './parts/Toast';
import { sentence } from './words';
import type { Act, Interview, Told } from './types';

const noted: Record<Act, string> = {
  called: 'Noted: you rang.', 'no-call': 'Noted: no call.', 'not-sent': 'Noted: it did not go out.', voicemail: 'Noted: you left a message.', 'no-answer': 'Noted: nobody answered.',
  spoke: 'Noted: you spoke.', 'they-called': 'Lovely: they called.', sent: 'Noted: the letter is on its way.',
  rescheduled: 'The new time is on the books.', cancelled: 'Noted: cancelled.', rejected: 'Noted. On to the next one.',
  offer: 'An offer! Congratulations.', accepted: 'Congratulations!', withdrawn: 'Noted: you withdrew.', contact: 'Noted: that is how to reach them.', removed: 'Removed.',
};

export async function tell(interview: Interview, what: Act, text?: string): Promise<void> {
  const told = await post<Told>(`interviews/${interview.id}/acts`, text ? { act: what, text } : { act: what });
  await refresh();
  const can = told.interview.undo === what;
  say(noted[what], can ? { label: 'Undo', run: () => undo(interview.id) } : undefined);
}

/** True when it was taken. What went wrong is said in words. */
export async function act(interview: Interview, what: Act, text?: string): Promise<boolean> {
  try {
    await tell(interview, what, text);
    return true;
  } catch (error) {
    say(sentence(wordsOf(error)), undefined, true);
    return false;
  }
}

async function undo(id: number) {
  try {
    await post(`interviews/${id}/acts`, { act: 'undo' });
    await refresh();
    say('Taken back.');
  } catch (error) {
    say(sentence(wordsOf(error)), undefined, true);
  }
}
