{#- Limit of the interval of a change between two independent estimates, from the limits of each;
    `side` is 'low' or 'high'. In the unit of the estimates, and at the confidence of their
    limits. Empty where any of them is. With Wilson's limits of shares it is method 10, the hybrid
    score interval, of Newcombe (1998), Statistics in Medicine 17, 873-890. -#}
{% macro newcombe_change(value, low, high, earlier, earlier_low, earlier_high, side) -%}
    {%- set sign = '-' if side == 'low' else '+' -%}
    {%- set own = value ~ ' - ' ~ low if side == 'low' else high ~ ' - ' ~ value -%}
    {%- set others = earlier_high ~ ' - ' ~ earlier if side == 'low'
        else earlier ~ ' - ' ~ earlier_low -%}
    {{ value }} - {{ earlier }} {{ sign }} sqrt(pow({{ own }}, 2) + pow({{ others }}, 2))
{%- endmacro %}
