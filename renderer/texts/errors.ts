import type { ErrorCode } from '@shared/api/errors';
import type { IPC_ERROR_CODES } from '@shared/ipc/result';

type Code = ErrorCode | (typeof IPC_ERROR_CODES)[number] | 'unknown';

/** Per code: what happened, then what is safe and what to do next. A missing code does not compile. */
export const errors = {
  unauthorized: {
    title: 'The router did not accept the app’s token',
    body: 'Nothing was sent to a model. Check the server’s token in Settings, or restart the app.',
  },
  forbidden: {
    title: 'This is not allowed for this token',
    body: 'Nothing was changed. Use the owner’s token for this action.',
  },
  not_found: {
    title: 'That is not there any more',
    body: 'Nothing else was changed. Go back and choose another.',
  },
  method_not_allowed: {
    title: 'The router does not offer this action',
    body: 'Nothing was changed. The app and the router may be of different versions: update both.',
  },
  unknown_task: {
    title: 'The router does not know this task',
    body: 'Nothing was sent to a model. The app and the router may be of different versions.',
  },
  missing_task: {
    title: 'The request named no task',
    body: 'Nothing was sent to a model. Try again.',
  },
  invalid_weights: {
    title: 'Those weights are not valid',
    body: 'Your saved preferences are unchanged. The three weights must total 100.',
  },
  missing_prefs: {
    title: 'No preferences were sent',
    body: 'Your saved preferences are unchanged. Try again.',
  },
  invalid_prefs_type: {
    title: 'The preferences could not be read',
    body: 'Your saved preferences are unchanged. Try again.',
  },
  invalid_prefs: {
    title: 'The preferences are not valid',
    body: 'Your saved preferences are unchanged. Correct them and save again.',
  },
  prefs_conflict: {
    title: 'The preferences were changed somewhere else',
    body: 'Nothing was overwritten. Look at the current ones, then make your change again.',
  },
  invalid_request: {
    title: 'The request was not valid',
    body: 'Nothing was sent to a model. Change the message and try again.',
  },
  payload_too_large: {
    title: 'The message is too long',
    body: 'Nothing was sent; your draft is kept. Shorten it, or start a new conversation.',
  },
  admin_not_configured: {
    title: 'This needs an admin key that is not set up',
    body: 'Nothing was changed. Start the router with ADMIN_KEY to use this action.',
  },
  invalid_admin_key: {
    title: 'The admin key is wrong',
    body: 'Nothing was changed. Check the key and try again.',
  },
  refresh_failed: {
    title: 'The model data could not be refreshed',
    body: 'The data from before stays in use. Try again later.',
  },
  invalid_providers: {
    title: 'The provider’s settings are not valid',
    body: 'Your other providers are unchanged. Check the id and the base URL.',
  },
  unknown_provider: {
    title: 'This provider is not set up',
    body: 'Nothing was sent. Add it under Providers, or choose another model.',
  },
  unknown_model: {
    title: 'This model is not known',
    body: 'Nothing was sent. Choose another model or go back to Auto.',
  },
  no_eligible_candidate: {
    title: 'No model can take this request',
    body: 'Nothing was sent; your message is kept. Open the Why card to see what each model lacks, connect a provider, or loosen your limits in Preferences.',
  },
  tools_not_supported_by_backend: {
    title: 'This model cannot use tools',
    body: 'Nothing was sent; your message is kept. Choose a model that takes tools, or leave the choice to Auto.',
  },
  unsupported_feature: {
    title: 'This model cannot do what was asked',
    body: 'Nothing was sent; your message is kept. The message names the feature: leave it out, or choose another model.',
  },
  strategy_not_allowed: {
    title: 'This API key may not use this strategy',
    body: 'Nothing was sent. The owner of the key can allow it under Providers.',
  },
  model_not_allowed: {
    title: 'This API key may not use this model',
    body: 'Nothing was sent. The owner of the key can allow it under Providers.',
  },
  spending_cap_reached: {
    title: 'The spending cap is reached',
    body: 'Nothing was sent; your message is kept. Raise the cap, or use a local model, which costs nothing.',
  },
  key_not_found: {
    title: 'There is no such API key',
    body: 'It may have been revoked already. Refresh the list.',
  },
  invalid_key: {
    title: 'The API key could not be made',
    body: 'Nothing was saved. Check its name, models and cap.',
  },
  request_timeout: {
    title: 'The request came too slowly',
    body: 'Nothing was sent to a model. Try again.',
  },
  decision_not_found: {
    title: 'The reason for this answer is not stored any more',
    body: 'The answer itself is safe. Newer answers keep theirs.',
  },
  conversation_not_found: {
    title: 'This conversation does not exist any more',
    body: 'Others are unchanged. Choose another or start a new one.',
  },
  invalid_picture: {
    title: 'This file is not a picture that can be sent',
    body: 'Nothing was added or sent. It may be damaged, or not what its name says: save it as PNG, JPEG, WebP or GIF.',
  },
  picture_too_large: {
    title: 'This picture is too large',
    body: 'Nothing was added or sent. Save it smaller, or cut out the part that matters.',
  },
  picture_not_found: {
    title: 'This picture is not stored any more',
    body: 'The text of the message is safe. Attach the picture again to ask about it.',
  },
  outcome_not_found: {
    title: 'This answer has no history entry',
    body: 'The answer is safe, but it cannot be rated.',
  },
  edit_not_found: {
    title: 'Nothing was set by hand for this model',
    body: 'Its figures are those of the sources. Nothing was changed.',
  },
  unknown_source: {
    title: 'The router does not know this source',
    body: 'Nothing was changed. The app and the router may be of different versions.',
  },
  terms_not_accepted: {
    title: 'This source has terms of its own',
    body: 'It stays off. Read its terms and agree to them to switch it on.',
  },
  pick_change_not_found: {
    title: 'This change is not there any more',
    body: 'Your picks are unchanged. Look at the current list.',
  },
  provider_auth_failed: {
    title: 'The provider did not accept the key',
    body: 'Your message is kept. Enter a valid key under Providers, then try again.',
  },
  provider_model_not_found: {
    title: 'The provider does not offer this model',
    body: 'Your message is kept. Refresh the provider’s models, or choose another one.',
  },
  provider_rejected: {
    title: 'The provider rejected the request',
    body: 'Your message is kept. Change it, or try another model.',
  },
  provider_rate_limited: {
    title: 'The provider’s rate limit is reached',
    body: 'Your message is kept. Wait a moment and try again, or use a runner-up.',
  },
  provider_error: {
    title: 'The provider failed',
    body: 'Your message is kept. Try again, or use a runner-up.',
  },
  provider_timeout: {
    title: 'The provider did not answer in time',
    body: 'Your message is kept. Try again, or use a faster model.',
  },
  provider_unreachable: {
    title: 'The provider cannot be reached',
    body: 'Your message is kept. Check that it is running and that you are online, then try again.',
  },
  provider_cut_stream: {
    title: 'The answer was cut off',
    body: 'What had arrived is kept above. Try again for a whole answer.',
  },
  provider_bad_answer: {
    title: 'The provider’s answer could not be read',
    body: 'Your message is kept. Check the base URL under Providers: it may not be an OpenAI-compatible endpoint.',
  },
  invalid_benchmark_config: {
    title: 'The benchmark settings cannot be used',
    body: 'Nothing was saved. Check that each model’s provider is connected and lists it.',
  },
  benchmark_not_configured: {
    title: 'There is nothing to measure yet',
    body: 'Choose models under Benchmarks and save them first.',
  },
  benchmark_active: {
    title: 'A benchmark is already running',
    body: 'Wait for it to end, or cancel it under Benchmarks.',
  },
  benchmark_quota_reached: {
    title: 'Ten paid benchmark runs within a day',
    body: 'No further one was started. Try again tomorrow, or change settings without measuring anew.',
  },
  benchmark_run_not_found: {
    title: 'This benchmark run is not there any more',
    body: 'Open Benchmarks again for the current list.',
  },
  routing_table_not_found: {
    title: 'This routing table is not there any more',
    body: 'The table in use was not changed. Open Benchmarks again for the current list.',
  },
  unknown_rated_model: {
    title: 'A rated model is not known',
    body: 'Nothing was stored. Rate models that the router lists for this task.',
  },
  invalid_memory_file: {
    title: 'The file is not a whole memory export',
    body: 'Your memory was not changed. Export it again and choose the new file.',
  },
  memory_example_not_found: {
    title: 'The example is no longer in the memory',
    body: 'It was removed, or gave way to newer ones. Reload the list.',
  },
  undo_not_found: {
    title: 'The change can no longer be undone',
    body: 'It was undone already, or many changes came after it.',
  },
  private_window: {
    title: 'This window is private',
    body: 'It is on your list of private apps, in Settings under Screenshots. Nothing was taken.',
  },
  capture_failed: {
    title: 'No picture could be taken',
    body: 'The window may be gone, or its picture was not granted. Nothing was kept. Look at what is open and try again.',
  },
  capture_blank: {
    title: 'There is nothing on the picture',
    body: 'All of it has one colour: the system keeps back what is protected, or the window shows nothing yet. Nothing was kept.',
  },
  capture_denied: {
    title: 'The system does not allow screenshots',
    body: 'Nothing was taken. Allow Auto Router in the system’s settings under Privacy, Screen Recording, then start the app again.',
  },
  capture_busy: {
    title: 'A region is being drawn already',
    body: 'Draw it, or press Escape there, then try again.',
  },
  model_cannot_see: {
    title: 'This model cannot see pictures',
    body: 'Nothing was sent; your message and its pictures are kept. Choose another model, or leave the choice to Auto.',
  },
  picture_empty: {
    title: 'This file is empty',
    body: 'Nothing was added. Choose another one.',
  },
  picture_drawing: {
    title: 'SVG drawings cannot be sent',
    body: 'Nothing was added. Save it as PNG, or take a screenshot of it.',
  },
  picture_many: {
    title: 'A message takes eight pictures at most',
    body: 'The ones that are there are kept. Remove one, or send the others with the next message.',
  },
  picture_local_only: {
    title: 'This picture stays on this machine',
    body: 'Nothing was sent; your message is kept. It shows an app of your privacy list: choose a model that runs here, leave the choice to Auto, or remove the picture.',
  },
  recall_off: {
    title: 'Screenshots are not kept',
    body: 'Nothing was stored. Switch Recall on to keep and find them again.',
  },
  screenshot_not_found: {
    title: 'The screenshot is no longer there',
    body: 'It was deleted, or was older than you keep them. Reload the list.',
  },
  embedding_fixed: {
    title: 'The embedding model is set from outside',
    body: 'Nothing was changed. AUTO_ROUTER_EMBEDDING_MODEL in the environment says which it is.',
  },
  embedding_failed: {
    title: 'The prompt could not be embedded',
    body: 'Nothing was stored. Try again; a restart of the router starts the embedding model anew.',
  },
  storage_failed: {
    title: 'The router could not write to its database',
    body: 'What was saved before is safe. Check free disk space and try again.',
  },
  internal_error: {
    title: 'The router hit an unexpected error',
    body: 'Your messages and settings are safe. Try again; the log file is named in Settings.',
  },
  invalid_arguments: {
    title: 'The app sent something it should not have',
    body: 'Nothing was changed. Try again; if it stays, restart the app.',
  },
  forbidden_sender: {
    title: 'The action was blocked for safety',
    body: 'Nothing was changed. Restart the app.',
  },
  backend_unavailable: {
    title: 'The router is not reachable',
    body: 'Your draft and conversations are safe. The app is trying to reach it again.',
  },
  encryption_unavailable: {
    title: 'This system has no keychain to store the key in',
    body: 'The key is used until you close the app and is not written to disk.',
  },
  settings_write_failed: {
    title: 'The settings could not be saved',
    body: 'The ones from before stay in use. Check free disk space and folder permissions.',
  },
  unsafe_link: {
    title: 'This link was not opened',
    body: 'Only https and mailto links are opened. You can still copy it.',
  },
  cancelled: { title: 'Cancelled', body: 'Nothing was changed.' },
  voice_silence: {
    title: 'Nothing was heard',
    body: 'Check that the right microphone is chosen and not muted, or send it all the same.',
  },
  voice_no_words: {
    title: 'No words were recognised',
    body: 'Try again, or choose another transcription model in Preferences.',
  },
  voice_not_ready: {
    title: 'The microphone was not open yet',
    body: 'Nothing was recorded. Hold until it says “Listening”, then speak.',
  },
  voice_no_microphone: {
    title: 'No microphone was found',
    body: 'Nothing was recorded. Connect one, or choose another in Settings.',
  },
  voice_microphone_refused: {
    title: 'The microphone is not allowed',
    body: 'Nothing was recorded. Allow it in Settings here, and in your system’s privacy settings.',
  },
  voice_microphone_busy: {
    title: 'The microphone could not be opened',
    body: 'Nothing was recorded. Another program may hold it: close that one, or choose another microphone.',
  },
  voice_microphone_late: {
    title: 'The microphone did not answer',
    body: 'Nothing was recorded. Answer your system’s question about it, or connect it again.',
  },
  voice_device_lost: {
    title: 'The microphone went away',
    body: 'Send what was said until then, or discard it and start again.',
  },
  voice_key_lost: {
    title: 'The app lost sight of the key',
    body: 'It could not tell whether you let go, so it stopped listening. Send what was said, or discard it.',
  },
  voice_no_speech_model: {
    title: 'No speech model is chosen',
    body: 'The reply is shown as text. Choose a speech model or the system’s voice in Settings.',
  },
  voice_file_kind: {
    title: 'This kind of file cannot be transcribed',
    body: 'Nothing was sent. Choose a WAV, MP3, M4A, OGG or WebM file.',
  },
  voice_file_empty: {
    title: 'This file is empty',
    body: 'Nothing was sent. Choose another one.',
  },
  voice_file_large: {
    title: 'This file is larger than 25 MB',
    body: 'Nothing was sent. Save it at a lower bit rate, or cut it into parts.',
  },
  voice_file_long: {
    title: 'This recording is too long',
    body: 'Nothing was sent. It may last three hours, or an hour and a half in a file of more than 20 MB. Cut it into parts.',
  },
  voice_file_unreadable: {
    title: 'This file holds no sound that can be read',
    body: 'Nothing was sent. It may be damaged, or not what its name says.',
  },
  unknown: {
    title: 'Something went wrong',
    body: 'Your messages and settings are safe. Try again.',
  },
} as const satisfies Record<Code, { readonly title: string; readonly body: string }>;
