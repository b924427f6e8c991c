{#- Status of a figure; the first that applies holds. `has_base` is false where a component of a
    composite has nothing to be computed from. -#}
{% macro indicator_status(denominator, has_base, min_denominator, period_to, as_of) -%}
    case
        when {{ denominator }} = 0 then 'not_applicable'
        when not {{ has_base }} or {{ denominator }} < {{ min_denominator }} then 'insufficient'
        when {{ period_to }} > {{ as_of }} then 'provisional'
        else 'ok'
    end
{%- endmacro %}
