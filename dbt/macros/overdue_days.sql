{#- Calendar days by which an open item is past due at the cut-off; empty where it is not. -#}
{% macro overdue_days(closed_on, due_on, as_of) -%}
    case when {{ closed_on }} is null and {{ due_on }} < {{ as_of }} then {{ as_of }} - {{ due_on }} end
{%- endmacro %}
