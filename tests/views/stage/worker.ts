/** The package's own worker, whose clock begins at the moment the views live in. */
import './worker-clock.js';
import '../../../extension/host/worker.js';
