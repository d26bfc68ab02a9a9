/** What a custom template begins as: ChatML, so that there is something to change. */
export const STARTER_TEMPLATE = `{% for message in messages %}
<|im_start|>{{ message.role }}
{{ message.content }}<|im_end|>
{% endfor %}
{% if add_generation_prompt %}
<|im_start|>assistant
{% endif %}
`;

/** What a pattern begins as. */
export const STARTER_PATTERN = String.raw`answer is:?\s*(.+?)\s*$`;
