{#- A numerator as a percentage of its denominator; empty where the denominator is zero. All of it
    is 100 and not a hair more, which the quotient of two sums of weights may be. -#}
{% macro share_percent(numerator, denominator) -%}
    case
        when {{ denominator }} = 0 then null
        when {{ numerator }} = {{ denominator }} then 1e2
        else 1e2 * {{ numerator }} / {{ denominator }}
    end
{%- endmacro %}
