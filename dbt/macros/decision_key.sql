{#- Whether a decision is about the figure of `measure` of a published row. -#}
{% macro decision_key(decision, measure, row) -%}
    {{ decision }}.measure = {{ measure }}
    {%- for column in ['subject_kind', 'subject_code', 'period_kind', 'period'] %}
        and {{ decision }}.{{ column }} = {{ row }}.{{ column }}
    {%- endfor %}
{%- endmacro %}
