/** The playback page as the package has it, and what a test needs of its inside. */
import { mount } from '../../../extension/views/playback/app.js';
import { obstacle } from '../../../extension/views/playback/obstacle.js';
import { fineHistogram } from '../../../extension/views/playback/reel/fine-histogram.js';
import { engine } from '../../../extension/views/shared/engine.js';
import { narrowed } from '../../../extension/views/shared/terms.js';
import { followTheme } from '../../../extension/views/shared/theme.js';

followTheme();
const app = await mount(engine, obstacle);
Object.assign(globalThis, { harness: { engine, app, fineHistogram, narrowed } });
