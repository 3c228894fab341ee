// "Install as an app", where the browser offers it.
interface InstallPrompt extends Event { prompt(): Promise<unknown> }
let offer: InstallPrompt | null = null;

addEventListener('beforeinstallprompt', (event) => {
  event.preventDefault(); // it is asked for by a button, in Settings
  offer = event as InstallPrompt;
});

export const canInstall = () => offer !== null;
export async function install() {
  await offer?.prompt();
  offer = null;
}
