/** The engine and its news, as the bridge's client hands them to a view. */
import type { Engine, EngineEvent } from '../../../bridge/engine.js';

export type LiveEngine = Engine & { onEvent(listener: (event: EngineEvent) => void): () => void };
