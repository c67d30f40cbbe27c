/**
 * Ollama lists models of its makers' own cloud among those of this machine and passes what they are
 * asked on: `gpt-oss:120b-cloud`, `glm-4.6:cloud`. Their names are all that tells them apart.
 */
export function leavesMachine(model: string): boolean {
  return /[:-]cloud$/iu.test(model);
}
