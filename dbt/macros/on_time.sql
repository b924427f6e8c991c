{#- Whether an item was closed by its due date. An open item is late once the cut-off has reached
    its due date (the day itself is included), and neither before. -#}
{% macro on_time(closed_on, due_on, as_of) -%}
    case
        when {{ closed_on }} is not null then {{ closed_on }} <= {{ due_on }}
        when {{ due_on }} <= {{ as_of }} then false
    end
{%- endmacro %}
