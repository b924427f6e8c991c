{#- Limit of the two-sided Wilson score interval of a share, as a percentage; `side` is 'low' or
    'high', `z` the normal quantile, which is that of 95 % unless another is given. Empty where the
    denominator is zero. Wilson (1927), JASA 22, 209-212.

    The limits of 0 and 100 % are set, not computed: rounding must not put them past the value. -#}
{% macro wilson_percent(numerator, denominator, side, z='1.959963984540054e0') -%}
    {%- set share = '(1e0 * ' ~ numerator ~ ' / ' ~ denominator ~ ')' -%}
    {%- set z2_n = '(' ~ z ~ ' * ' ~ z ~ ' / ' ~ denominator ~ ')' -%}
    {%- set end = '0' if side == 'low' else denominator -%}
    {%- set sign = '-' if side == 'low' else '+' -%}
    case
        when {{ denominator }} = 0 then null
        when {{ numerator }} = {{ end }} then {{ '0e0' if side == 'low' else '1e2' }}
        else 1e2 * (
            {{ share }} + {{ z2_n }} / 2 {{ sign }} {{ z }}
            * sqrt(({{ share }} * (1 - {{ share }}) + {{ z2_n }} / 4) / {{ denominator }})
        ) / (1 + {{ z2_n }})
    end
{%- endmacro %}
