import type { Xpander } from '@xpander/sdk';
import { playConversation } from './conversation.ts';
import { playEndings, playInvoke, playRun } from './endings.ts';
import { playLostAnswer } from './lost-answer.ts';
import { playMany } from './many.ts';
import type { Screen } from './screen.ts';
import type { Stage } from './stage.ts';
import { playStream } from './stream.ts';

/** Every scene, in about twenty seconds. */
export async function playOnEmulator(stage: Stage): Promise<void> {
  await playEndings(stage);
  await playStream(stage);
  await playConversation(stage);
  await playLostAnswer(stage);
  await playMany(stage);
  stage.screen.line();
  stage.screen.line('Each scene is a short file in examples/demo.');
}

/** The scenes that the real API can play: a run and a sync call. */
export async function playOnRealApi(xpander: Xpander, agentId: string, screen: Screen): Promise<void> {
  await playRun(xpander, agentId, screen);
  await playInvoke(xpander, agentId, screen);
}
