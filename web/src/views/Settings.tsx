// Who you are, when we act, what is connected, and how to take everything with you.
import { Access } from './settings/Access';
import { Autopilot } from './settings/Autopilot';
import { Connections } from './settings/Connections';
import { Data } from './settings/Data';
import { Device } from './settings/Device';
import { Feed } from './settings/Feed';
import { Phone } from './settings/Phone';
import { ProfileForm } from './settings/ProfileForm';
import { Security } from './settings/Security';
import { Service } from './settings/Service';
import { Timing } from './settings/Timing';
import { useDocument } from '../documents';
import type { Now, Session } from '../types';

const sections = [
  ['you', 'You'], ['signing-in', 'Signing in'], ['access', 'Who can see this'], ['service', 'The service'], ['autopilot', 'Autopilot'], ['timing', 'Timing'], ['connections', 'Connections'],
  ['feed', 'In your calendar'], ['phone', 'Your phone'], ['device', 'This device'], ['data', 'Your data'],
] as const;

export function Settings({ now }: { now: Now | null }) {
  const member = useDocument<Session>('session').data?.member;
  const runs = member?.role === 'administrator';
  return (
    <>
      <div class="page-head"><h1 tabIndex={-1}>Settings</h1></div>
      <div class="settings">
        <nav aria-label="Settings" class="settings-nav">
          <ul>{sections.filter(([id]) => (id === 'service' ? runs : member || (id !== 'signing-in' && id !== 'access'))).map(([id, title]) => <li key={id}><a href={`#${id}`}>{title}</a></li>)}</ul>
        </nav>
        <div class="stack">
          <ProfileForm />
          {member && <Security />}
          {member && <Access />}
          {runs && <Service />}
          <Autopilot canSend={now?.can_send ?? false} />
          <Timing />
          <Connections />
          <Feed />
          <Phone />
          <Device />
          <Data />
        </div>
      </div>
    </>
  );
}
