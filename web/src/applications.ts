// What the candidate changes about an application, told to the server, and undone while it can be.
import { post, put, wordsOf } from './api';
import { refresh } from './documents';
import { say } from './parts/Toast';
import type { Application, CloseReason, Stage } from './types';
import { sentence } from './words';

export const stages: Stage[] = ['saved', 'applied', 'screen', 'interview', 'offer', 'accepted', 'closed'];
export const stageWords: Record<Stage, string> = {
  saved: 'Saved', applied: 'Applied', screen: 'Screen', interview: 'Interview', offer: 'Offer', accepted: 'Accepted', closed: 'Closed',
};
export const reasonWords: Record<CloseReason, string> = {
  rejected: 'They said no', filled: 'Filled or taken back', 'no-answer': 'No answer; I let it go', withdrawn: 'I withdrew', declined: 'I declined their offer',
};
export const reasons = Object.keys(reasonWords) as CloseReason[];

export const whereWords = (stage: Stage, reason: CloseReason | null) => (stage === 'closed' && reason ? reasonWords[reason] : stageWords[stage]);
export const titleOf = (one: { company: string | null; role: string | null }) =>
  one.role && one.company ? `${one.role} at ${one.company}` : one.role ?? one.company ?? 'Without a name';

/** What is left of a field of which so much was sent: it may have been typed on meanwhile. */
export const without = (sent: string) => (text: string) => (text.startsWith(sent) ? text.slice(sent.length).trimStart() : text);

export type Members = Record<string, unknown>;

async function take(change: () => Promise<unknown>, id: number, words: string, undoable: boolean): Promise<boolean> {
  try {
    await change();
    await refresh();
    say(words, undoable ? { label: 'Undo', run: () => void undo(id) } : undefined);
    return true;
  } catch (error) {
    say(sentence(wordsOf(error)), undefined, true);
    return false;
  }
}

/** True when it was taken. What went wrong is said in words. */
export const change = (id: number, act: string, members: Members, words: string) =>
  take(() => post(`applications/${id}/acts`, { act, ...members }), id, words, true);

export const edit = (id: number, members: Members, words = 'Kept.') =>
  take(() => put(`applications/${id}`, members), id, words, true);

export async function undo(id: number) {
  try {
    const told = await post<Application | ''>(`applications/${id}/acts`, { act: 'undo' });
    await refresh();
    say(told && told.undone ? `Taken back: ${told.undone}.` : 'Taken back.');
  } catch (error) {
    say(sentence(wordsOf(error)), undefined, true);
  }
}

const moved: Partial<Record<Stage, string>> = {
  applied: 'Applied. One more out there.', offer: 'An offer! Congratulations.', accepted: 'Congratulations!',
};

export function move(id: number, stage: Stage, reason?: CloseReason) {
  const words = reason ? `Closed: ${reasonWords[reason].toLowerCase()}. On to the next one.` : moved[stage] ?? `Moved to ${stageWords[stage].toLowerCase()}.`;
  return change(id, 'move', reason ? { stage, reason } : { stage }, words);
}
