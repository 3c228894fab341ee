// The documents of /api/v1, as docs/openapi.json describes them. An Instant is RFC 3339 with the
// offset of the zone that it is to be shown in: the page itself never calculates with zones,
// because a browser's zone data may be older than the program's.
export type Instant = string;

export type Phase =
  | 'scheduled' | 'waiting' | 'missed' | 'held' | 'rescheduled' | 'cancelled' | 'closed' | 'silent' | 'withdrawn';
export type Step = 'prepare' | 'wait' | 'call' | 'voicemail' | 'email' | 'await' | 'nudge' | 'pick' | 'done';
export type Standing = 'in-the-running' | 'out' | 'offer' | 'accepted' | 'withdrawn';
export type ReasonName = 'busy' | 'away' | 'schedule' | 'filled' | 'manager' | 'phone' | 'unknown';
export type Act =
  | 'called' | 'voicemail' | 'no-answer' | 'spoke' | 'they-called' | 'sent' | 'rescheduled' | 'cancelled'
  | 'rejected' | 'offer' | 'accepted' | 'withdrawn' | 'no-call' | 'not-sent' | 'removed' | 'contact';

export type LetterStatus = 'draft' | 'pending' | 'sending' | 'sent' | 'held' | 'suppressed' | 'in-doubt';

export interface Evidence { text: string; source: string | null; for: boolean; kind: string }
export interface Reason { reason: ReasonName; meaning: string; p: number; evidence: Evidence[] }
export interface Diagnosis { at: Instant; reasons: Reason[] }
export interface Warning { kind: string; text: string }
export interface Contact { name: string | null; email: string | null; phone: string | null; extension?: string; phone_text?: string | null }

/** The same time on the other side's wall clock. */
export interface There { start: Instant; end: Instant | null; zone: string; short: string }
export interface Slot { start: Instant; end: Instant | null; short?: string; there?: There | null; line?: string | null }

/** What a list shows of a call. */
export interface InterviewRow {
  id: number;
  uid: string | null;
  who: string;
  called: string; // within a sentence
  company: string | null;
  role: string | null;
  contact: Contact;
  start: Instant;
  end: Instant | null;
  /** Of a window, "between 2 and 3": the last moment at which the call begins. */
  latest?: Instant;
  short: string;
  zone: string;
  there: There | null;
  phase: Phase;
  step: Step;
  standing: Standing;
  question: string | null;
}

export interface Interview extends InterviewRow {
  medium: 'phone' | 'video' | 'onsite';
  caller: 'recruiter' | 'candidate' | 'unknown';
  dial: string | null;
  link: string | null;
  subject: string | null;
  headline: string;
  advice: string;
  due: Instant | null;
  grace: { soft: Instant; hard: Instant; letter: Instant | null };
  acts: Act[];
  undo: Act | null;
  letter_state: { status: string; due: Instant | null; why: string | null };
  successor: number | null;
  predecessor: number | null;
  diagnosis: Diagnosis | null;
  warnings: Warning[];
  proposals: Slot[];
}

export interface Letter {
  id: string;
  at: Instant | null;
  interview: number;
  step: Step;
  from: string | null;
  to: string | null;
  subject: string | null;
  body: string | null;
  status: LetterStatus;
  reason: string | null;
  slots: Slot[];
  edited: boolean;
}
export interface LetterDocument extends Letter { version: string; voicemail: string | null; advice: string | null; stale: boolean }

export interface Voicemail { text: string; seconds: number }
export interface Source { name: string; kind: string; ok: boolean; at: Instant | null; error: string | null }

export interface Now {
  now: Instant;
  zone: string;
  short: string;
  clock: 12 | 24;
  month_first: boolean;
  profile: { complete: boolean; name: string | null };
  story: string | null;
  can_send: boolean;
  autopilot: boolean;
  paused: string | null;
  interview: Interview | null;
  voicemail: Voicemail | null;
  letter: LetterDocument | null;
  slots: Slot[];
  others: Interview[];
  sources: Source[];
}

export interface Line { id: number; at: Instant; short: string; interview: number; event: string; text: string }
export interface InterviewDocument { interview: Interview; timeline: Line[]; outbox: Letter[] }
export interface Interviews { interviews: InterviewRow[]; next: string | null }
export interface Understood {
  interview: Interview | null;
  flags: string[];
  doubts: string[];
  zone_said: boolean;
  times: number;
  alternative: Instant | null;
  known: number | null;
  more: string[];
  problem: string | null;
}
export interface Told { interview: Interview; timeline: Line[]; voicemail: Voicemail | null }
export interface Imported {
  kind: 'calendar' | 'mail' | 'mbox' | 'calls' | 'unknown';
  inputs: number; taken: number; known: number; unrelated: number; busy: number; interviews: number;
  ids: number[]; skipped: string[]; timeline: Line[];
  applications: { id: number; title: string; stage: Stage; reason: CloseReason | null; asks: string | null }[];
}
export interface Calendar {
  from: string; to: string; today: string; zone: string;
  hours: { from_min: number; to_min: number };
  interviews: Interview[];
  busy: { start: Instant; end: Instant; title: string | null; calendar: string | null; all_day: boolean }[];
  offered: { start: Instant; end: Instant; interview: number }[];
}
export interface Profile { name: string | null; emails: string[]; phone: string | null; zone: string | null; country: string | null }
export interface Policy {
  autopilot: boolean; grace_soft_min: number; grace_hard_min: number; letter_after_min: number;
  nudge_first_days: number; nudge_last_days: number; slots: number; slot_days: number;
  slot_within_days: number; slot_ahead_min: number; slot_buffer_min: number;
  remind_day_min: number; remind_min: number; weekly_target: number; keep_days: number; forget_days: number; review_day: number;
  hours: string; quiet: string;
}
export interface Connection {
  name: string; kind: string; url: string | null; user: string | null; auth: string;
  window_days: number; interval_min: number; writes: boolean; saves_sent: boolean; status: Source | null;
}
export interface Connections { connections: Connection[] }
export interface Servers { meant: string | null; imap: string | null; smtp: string | null; caldav: string | null; hint: string | null; saves_sent: boolean; guessed: boolean }
export interface Sent { letter: Letter; why: string | null }
export interface FeedState { open: boolean }
export interface Feed { url: string }
export interface Checks { ok: boolean; checks: { name: string; ok: boolean; text: string; remedy: string | null }[] }
export interface Story { name: string; title: string; about: string }
export interface Stories { stories: Story[]; current: string | null }
export interface StoryDocument extends Story { now: Instant; next: Instant | null }
export interface Hook { name: string; kind: string; made: Instant; last: Instant | null }
export interface Hooks { hooks: Hook[] }
export interface NewHook { name: string; kind: 'bearer' | 'hmac' | 'twilio'; url: string; secret: string | null }

export type Stage = 'saved' | 'applied' | 'screen' | 'interview' | 'offer' | 'accepted' | 'closed';
export type CloseReason = 'rejected' | 'filled' | 'no-answer' | 'withdrawn' | 'declined';
export type NextKind = 'nothing' | 'decide' | 'planned' | 'apply' | 'follow-up' | 'offer';
export interface ApplicationRow {
  id: number; company: string | null; role: string | null; stage: Stage; reason: CloseReason | null;
  since: Instant | null; applied: Instant | null; changed: Instant;
  silent_working_days: number | null; next: NextKind; due: Instant | null;
}
export interface Applications { applications: ApplicationRow[]; total: number; next: number | null }
export interface Board { counts: Record<Stage, number>; stages: { stage: Stage; total: number; applications: ApplicationRow[] }[] }
export interface Person { name: string | null; email: string | null; phone: string | null; phone_text?: string | null }
export interface Change { at: Instant; change: string; text: string | null; source: string | null; undone?: boolean; application?: number }
export interface LinkedCall { id: number; who: string; start: Instant; phase: Phase; step: Step; standing: Standing }
export interface Application extends ApplicationRow {
  url: string | null; source: string | null; location: string | null; salary: string | null; requisition: string | null; notes: string | null;
  asks: string | null; planned: string | null; planned_at: Instant | null;
  proposal: { at: Instant; stage: Stage; reason: CloseReason | null; text: string | null; source: string | null } | null;
  contacts: Person[];
  record: { calls: number; kept: number; late: number; missed: number; answers: number; answer_hours: number | null; text: string };
  cautions: { kind: string; text: string }[];
  interviews: LinkedCall[];
  mails: { at: Instant; from?: string | null; to?: string | null; subject: string | null; class: string }[];
  extras: Record<string, string>;
  alike: { id: number; title: string; stage: Stage }[];
  history: Change[];
  undo: string | null;
  undone?: string | null;
  known?: boolean;
}
export interface DueApplication extends ApplicationRow { title: string; asks: string | null; silence: string | null }
export interface Week { target: number; applied: number; left: number; working_days_left: number; today: number }
export interface Today {
  date: string; accepted: boolean; week: Week;
  calls: { id: number; start: Instant; who: string; company: string | null; phase: Phase; step: Step }[];
  due: DueApplication[];
  suggestions: { kind: 'apply' | 'find' | 'ahead'; id: number | null; text: string }[];
}
export interface Review {
  from: string; to: string; week: Week; calls: { held: number; missed: number; ahead: number };
  moves: { id: number; title: string; stage: Stage; reason: CloseReason | null; at: Instant }[];
  silent: { id: number; title: string; silence: string }[];
  due: DueApplication[]; text: string;
}
export interface Share { p: number; low: number; high: number }
export interface Figure { text: string; source: string; year: number; caution: string }
export interface OddsStep {
  step: string; title: string; own: { passed: number; of: number; open: number };
  prior: { p: number; counts_for: number; source: string; caution: string };
  estimate: Share; to_offer: number; published: Figure[] | null;
}
export interface Odds {
  text: string; model: string; steps: OddsStep[]; offer: Share; adds: { five: number; ten: number };
  open: { applied: number; screen: number; interview: number; offer: number; silent: number };
  silence: Figure[] | null;
  missed_calls: { own: { missed: number; of: number }; published: null; text: string };
}
export interface Found {
  words: string;
  found: { kind: 'application' | 'interview' | 'mail' | 'letter'; application: number | null; interview: number | null; title: string | null; excerpt: { text: string; hit: boolean }[] }[];
}
export interface ImportedApplications {
  preview: boolean; added: number; known: number; day_first: boolean; order_assumed: boolean;
  columns: { column: string; field: string | null; filled: number; sample: string | null }[];
  fields: string[];
  applications: { line: number; company: string | null; role: string | null; stage: Stage; id: number | null }[];
  problems: string[];
}

/** Of a service of many accounts. */
export interface Member { email: string; name: string | null; role: 'candidate' | 'coach' | 'administrator'; verified: boolean }
export interface Session { version: string; story: string | null; empty: boolean; zone: string; expires: Instant; member: Member | null; visit: Visit | null }
export interface Visit { name: string | null; scope: 'view' | 'draft' }
export interface Grant { id: string; email: string; name: string | null; scope: 'view' | 'draft'; since: Instant; ends: Instant | null }
export interface Look { at: Instant; who: string; what: string }
export interface Grants { grants: Grant[]; looks: Look[] }
export interface Candidates { candidates: { id: string; name: string; scope: 'view' | 'draft'; ends: Instant | null }[] }
export interface WaysIn { service: string; mail: boolean; providers: { name: string; label: string }[] }
export interface SignedIn { next: 'done' | 'code'; step?: string }
export interface Login {
  email: string; verified: boolean; password: boolean; totp: boolean; proved: boolean; recovery: number;
  passkeys: { id: string; name: string; created: Instant; used: Instant | null }[];
  identities: { id: string; label: string; email: string | null; created: Instant }[];
  sessions: { id: string; agent: string | null; source: string | null; how: string | null; created: Instant; seen: Instant; current: boolean }[];
}
export interface Invitation { id: string; email: string; role: Member['role']; since: Instant; undelivered: string | null }
export interface Invitations { invitations: Invitation[]; next: string | null }
export interface Invited { email: string; link: string | null }
export interface ServiceDocument {
  version: string; people: Record<string, Record<string, number>>;
  turns: { accounts: number; waiting: number; held: number; failing: number; late_sec: number };
}
