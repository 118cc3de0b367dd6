/** Answers one question about keys; its asker ends it (bridge/keys.ts). */
import init, * as keys from '../../out/wasm/webmynd_keys.js';
import type { KeyQuestion, KeyReply } from '../bridge/keys.js';

function answer(question: KeyQuestion): unknown {
  switch (question.kind) {
    case 'stretch': {
      const { passphrase, origin, account, prelude: { seed, memory, passes, lanes } } = question;
      return keys.stretch(passphrase, origin, account, new Uint8Array(seed), memory, passes, lanes);
    }
    case 'freshPrelude': return keys.freshPrelude();
    case 'passphrase': return keys.passphrase();
    case 'strongEnough': return keys.strongEnough(question.passphrase, question.account);
    case 'freshRecovery': return keys.freshRecovery();
    case 'recoveryKey': return keys.recoveryKey(question.words);
    case 'freshCode': return keys.freshCode();
    case 'codeOf': return keys.codeOf(question.words);
    case 'qrOf': return keys.qrOf(question.text);
    case 'readQr': return keys.readQr(new Uint8Array(question.grey), question.width);
  }
}

async function reply(question: KeyQuestion): Promise<KeyReply> {
  try {
    await init({ module_or_path: new URL('../wasm/webmynd_keys_bg.wasm', self.location.href) });
    return { ok: answer(question) };
  } catch (thrown) {
    return { fault: thrown };
  }
}

self.onmessage = ({ data }: MessageEvent<KeyQuestion>) => void reply(data).then((said) => self.postMessage(said));
