// The playbook's names in words that a tense person can read at a glance.
import type { Interview, InterviewRow, Phase, ReasonName, Standing, Step } from './types';

export const phaseWords: Record<Phase, string> = {
  scheduled: 'Coming up', waiting: 'It is time', missed: 'No call', held: 'You spoke',
  rescheduled: 'New time', cancelled: 'Cancelled', closed: 'Closed', silent: 'Gone quiet', withdrawn: 'Withdrawn',
};

export const standingWords: Record<Standing, string> = {
  'in-the-running': 'In the running', out: 'Not this one', offer: 'Offer', accepted: 'Accepted', withdrawn: 'Withdrawn',
};

export const stepWords: Record<Step, string> = {
  prepare: 'be ready', wait: 'wait a little', call: 'ring them', voicemail: 'leave a message', email: 'write to them',
  await: 'their turn', nudge: 'nudge, kindly', pick: 'pick a time', done: 'done',
};

export const reasonWords: Record<ReasonName, { title: string; text: string }> = {
  busy: { title: 'Busy', text: 'Something urgent came up, or their meetings ran over.' },
  away: { title: 'Away', text: 'Unexpectedly out of the office: ill, a child ill, travelling.' },
  schedule: { title: 'Wires crossed', text: 'They have another time down, or expect you to dial.' },
  filled: { title: 'Filled', text: 'Another candidate accepted the offer.' },
  manager: { title: 'Change of plans', text: 'The manager changed or left, or the role is on hold.' },
  phone: { title: 'The phone', text: 'They may have tried: the number or the phone stood in the way.' },
  unknown: { title: 'We cannot tell', text: 'Something that leaves no trace that we can see.' },
};

export const eventWords: Record<string, string> = {
  watching: 'Watching', warning: 'Worth a check', due: 'The agreed time', missed: 'No call came', advice: 'Advice',
  draft: 'Letter written', sent: 'Letter sent', 'held-back': 'Not sent, and why', reply: 'They answered',
  retimed: 'Moved', held: 'You spoke', rescheduled: 'New time', cancelled: 'Cancelled', closed: 'Closed',
  nudge: 'Nudge', silent: 'Gone quiet', note: 'Note',
};

export const letterWords: Record<string, string> = {
  draft: 'ready for you', pending: 'about to go', sending: 'going out', sent: 'sent', held: 'held back',
  suppressed: 'not sent', 'in-doubt': 'perhaps sent',
};

/** What to call them in the middle of a sentence. */
export function firstName(iv: InterviewRow): string {
  const first = iv.contact.name?.split(/\s+/)[0];
  return first && !/^(dr|mr|mrs|ms|prof)\.?$/i.test(first) ? first : iv.who;
}

export const aboutOf = (iv: InterviewRow) =>
  [iv.company !== iv.who ? iv.company : null, iv.role].filter(Boolean).join(' · ');

/** The one thing to do, as a headline. */
export function headline(iv: Interview): string {
  const name = firstName(iv);
  switch (iv.step) {
    case 'prepare': return iv.caller === 'candidate' ? `You ring ${name} this time` : 'You are all set';
    case 'wait': return `Give ${name} a few minutes`;
    case 'call': return `Ring ${name} now`;
    case 'voicemail': return 'Leave a short message';
    case 'email': return `Write to ${name}`;
    case 'await': return `It is ${name}’s turn`;
    case 'nudge': return `A gentle nudge to ${name}`;
    case 'pick': return iv.proposals.length > 0 || iv.link ? 'Pick one of their times' : 'Agree on a time';
    case 'done': return endings[iv.phase] ?? 'Nothing to do here';
  }
}

const endings: Partial<Record<Phase, string>> = {
  held: 'You spoke. Well done',
  rescheduled: 'A new time is on the books',
  cancelled: 'This call is cancelled',
  closed: 'This one is closed',
  silent: 'They have gone quiet',
  withdrawn: 'You withdrew',
};

/** Advice comes as plain sentences without a capital at the start. */
export const sentence = (text: string) => (text ? text.charAt(0).toUpperCase() + text.slice(1) : text);

export const numberOf = (iv: InterviewRow) => iv.contact.phone_text ?? iv.contact.phone;
