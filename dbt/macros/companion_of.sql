{#- The indicator whose answers this one reads otherwise, as the note of its score rule says; itself
    where it is no companion. -#}
{% macro companion_of(indicator_id, score_rule_note) -%}
    coalesce(
        nullif(regexp_extract({{ score_rule_note }}, 'companion_to\s*=\s*(\w+)', 1), ''),
        {{ indicator_id }}
    )
{%- endmacro %}
