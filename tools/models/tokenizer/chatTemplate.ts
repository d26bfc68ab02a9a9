/** Tokens that no text is split into; their ids are their places here, before all others. */
export const SPECIAL_TOKENS = {
  pad: "<|pad|>",
  user: "<|user|>",
  assistant: "<|assistant|>",
  end: "<|end|>",
} as const;

/**
 * The Jinja template of a conversation. Each message stands between its role's token and `<|end|>`; a system message
 * goes in front of the first user message as plain text; any other role is refused.
 */
export const CHAT_TEMPLATE = [
  "{%- set ns = namespace(system='') -%}",
  "{%- for message in messages -%}",
  "{%- if message['role'] == 'system' and loop.first -%}",
  "{%- set ns.system = message['content'] + '\\n\\n' -%}",
  "{%- elif message['role'] == 'user' -%}",
  `{{- '${SPECIAL_TOKENS.user}' + ns.system + message['content'] + '${SPECIAL_TOKENS.end}' -}}`,
  "{%- set ns.system = '' -%}",
  "{%- elif message['role'] == 'assistant' -%}",
  `{{- '${SPECIAL_TOKENS.assistant}' + message['content'] + '${SPECIAL_TOKENS.end}' -}}`,
  "{%- else -%}",
  "{{- raise_exception('Roles are user, assistant and a system message at the start; this is ' + message['role']) -}}",
  "{%- endif -%}",
  "{%- endfor -%}",
  `{%- if add_generation_prompt -%}{{- '${SPECIAL_TOKENS.assistant}' -}}{%- endif -%}`,
].join("\n");
